//! A notification that was verified and opened, and what it says.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::addressee::{Addressee, Addressees};
use super::envelope::{Envelope, Sealed};
use super::event::{Ambiguous, Unknown};
use super::object::Object;
use super::tell::{self, Told};
use super::{Event, Rejection, Reply};
use crate::Clock;
use crate::client::unix;
use crate::crypto::Padding;
use crate::fields::Opener;
use crate::keys::OpenError;
use crate::operation::NotificationAnswer;
use crate::shown::shown;
use crate::signature::{SignError, Verified};
use crate::wire::{self, DecodeError, DriftKind, Drifts, Open, Read, Secret, Value, Wire};

/// A notification: verified, opened and read.
#[derive(Clone)]
pub struct Notification {
    id: String,
    create_time: Option<String>,
    event_type: String,
    original_type: Option<String>,
    summary: Option<String>,
    event: Event,
    queries: Vec<&'static str>,
    plain: Zeroizing<Vec<u8>>,
    drift: Drifts,
    envelope_drift: Drifts,
    /// Whose it is; more than one where they have both keys in common.
    pub(super) addressees: Addressees,
    clock: Arc<dyn Clock>,
}

impl Notification {
    /// Opens what was verified with the keys of `whose`, and reads it.
    pub(super) fn open(
        body: &Verified<&[u8]>,
        whose: &[Arc<Addressee>],
        clock: &Arc<dyn Clock>,
    ) -> Result<Self, Rejection> {
        let (envelope, envelope_drift) = Envelope::read(body)?;
        let (plain, addressees) = unseal(&envelope.resource, whose)?;
        let content = Value::parse(&plain).map_err(|error| DecodeError::new("$".to_owned(), error.to_string()));
        let mut notification = Self {
            id: envelope.id,
            create_time: envelope.create_time,
            event: Event::Unknown(Unknown { event_type: envelope.event_type.clone(), reason: None }),
            event_type: envelope.event_type,
            original_type: envelope.resource.original_type,
            summary: envelope.summary,
            queries: Vec::new(),
            plain,
            drift: Drifts::default(),
            envelope_drift,
            addressees,
            clock: Arc::clone(clock),
        };
        match content {
            Ok(content) => notification.read(&content),
            Err(error) => notification.unread(error),
        }
        notification.log_drift(envelope.resource_type.as_deref());
        Ok(notification)
    }

    fn read(&mut self, content: &Value) {
        self.addressees = named_in(content, std::mem::take(&mut self.addressees));
        match tell::tell(&self.event_type, self.original_type.as_deref(), content) {
            Told::None => {}
            Told::One(object) => {
                self.tell_original_type(object);
                self.queries = tell::queries(object, content);
                let read = (object.read)(content, &*self.opener());
                match read {
                    Ok(Read { value, drift }) => (self.event, self.drift) = (value, drift),
                    Err(error) => self.unread(error),
                }
            }
            Told::Several(objects) => {
                let could_be = objects.iter().map(|object| object.event_type).collect();
                self.event = Event::Ambiguous(Ambiguous { event_type: self.event_type.clone(), could_be });
            }
        }
    }

    fn unread(&mut self, error: DecodeError) {
        self.event = Event::Unknown(Unknown { event_type: self.event_type.clone(), reason: Some(error) });
    }

    fn tell_original_type(&mut self, object: &Object) {
        let documented = object.original_types;
        let is_odd = self.original_type.as_deref().is_some_and(|name| !documented.contains(&name));
        if is_odd && !documented.is_empty() {
            self.envelope_drift.push(DriftKind::UnknownValue, || "$.resource.original_type".to_owned());
        }
    }

    /// What opens what is encrypted within the plain text.
    fn opener(&self) -> Box<dyn Open> {
        let key = self.addressees.iter().find_map(|one| one.decrypter.clone());
        match key {
            Some(key) => Box::new(Opener { key, padding: Padding::OaepSha1 }),
            None => Box::new(Keyless),
        }
    }

    fn log_drift(&self, resource_type: Option<&str>) {
        let (id, event) = (shown(&self.id), shown(&self.event_type));
        if resource_type.is_some_and(|name| name != "encrypt-resource") {
            tracing::info!(%id, %event, "a notification has a `resource_type` that is not documented");
        }
        match &self.event {
            Event::Unknown(Unknown { reason: None, .. }) => {
                tracing::info!(%id, %event, "a notification has an event type that is not known");
            }
            Event::Unknown(Unknown { reason: Some(reason), .. }) => {
                tracing::warn!(%id, %event, %reason, "the content of a notification could not be read");
            }
            Event::Ambiguous(Ambiguous { could_be, .. }) => {
                tracing::info!(%id, %event, ?could_be, "a notification is one of several");
            }
            _ => {}
        }
        for drift in [&self.envelope_drift, &self.drift].into_iter().filter(|drift| !drift.is_empty()) {
            let places = drift.len() + drift.more();
            if drift.has_dropped() {
                tracing::warn!(%id, %event, places, %drift, "a part of a notification could not be read");
            } else {
                tracing::info!(%id, %event, places, %drift, "a notification is not what the documentation says");
            }
        }
    }

    /// The id of the notification: the same one when it comes again. See [`once`](Self::once).
    pub fn id(&self) -> &str {
        &self.id
    }

    /// When it was made, as WeChat Pay writes it: RFC 3339.
    pub fn create_time(&self) -> Option<&str> {
        self.create_time.as_deref()
    }

    /// The event type as it came.
    pub fn event_type(&self) -> &str {
        &self.event_type
    }

    /// What kind of object it holds, as WeChat Pay calls it.
    pub fn original_type(&self) -> Option<&str> {
        self.original_type.as_deref()
    }

    /// A few words for people.
    pub fn summary(&self) -> Option<&str> {
        self.summary.as_deref()
    }

    /// What it tells.
    pub fn event(&self) -> &Event {
        &self.event
    }

    /// What it tells, without the rest.
    pub fn into_event(self) -> Event {
        self.event
    }

    /// Whose it is: the id of the merchant or of the brand whose keys have verified and opened it. `None` where several
    /// have both keys in common, and nothing in the content names one of them.
    pub fn recipient(&self) -> Option<&str> {
        let mut all = self.recipients();
        all.next().filter(|_| all.next().is_none())
    }

    /// Everybody whose it could be, each id once: one, but for those that have both keys in common.
    pub fn recipients(&self) -> impl Iterator<Item = &str> {
        let ids = || self.addressees.iter().map(|one| one.id.as_str());
        ids().enumerate().filter(move |(place, id)| !ids().take(*place).any(|other| other == *id)).map(|(_, id)| id)
    }

    /// The queries that answer with the object that this is, such as `GET /v3/combine-transactions/out-trade-no/…`, as far
    /// as its members tell; none where no query does. [`decode`](Self::decode) reads it as the answer to one of them.
    pub fn queries(&self) -> &[&'static str] {
        &self.queries
    }

    /// The content as another type of this crate, such as the answer to the query of an order.
    pub fn decode<T: Wire>(&self) -> Result<Read<T>, DecodeError> {
        wire::decode_with(&self.json()?, &*self.opener())
    }

    /// The content as a type of the caller's own. What is encrypted within it stays so: [`decrypt`](Self::decrypt) opens it.
    pub fn decode_as<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        wire::from_value(&self.json()?).map_err(|misfit| DecodeError::new(misfit.path(), misfit.reason().to_owned()))
    }

    /// Opens a member that is encrypted within the content, with the private key of the one whose it is.
    pub fn decrypt(&self, ciphertext: &str) -> Result<Secret, String> {
        self.opener().open(ciphertext)
    }

    /// The content as JSON, with all that came: [`Value::at`] reads what no type knows by the path that
    /// [`drift`](Self::drift) tells.
    pub fn json(&self) -> Result<Value, DecodeError> {
        Value::parse(&self.plain).map_err(|error| DecodeError::new("$".to_owned(), error.to_string()))
    }

    /// The content byte for byte, as it was opened.
    pub fn plain_text(&self) -> &[u8] {
        &self.plain
    }

    /// What the documentation does not say of the content, and came all the same: by JSON path and kind, without any value.
    pub fn drift(&self) -> &Drifts {
        &self.drift
    }

    /// The same of what is around the content: the body as it came.
    pub fn envelope_drift(&self) -> &Drifts {
        &self.envelope_drift
    }

    /// Answers with more than that it has been worked on, as a few notifications want it: the answer is of the module of
    /// the event type. It is signed where that is documented, by the one whose notification it is.
    pub async fn answer<A: NotificationAnswer + Sync>(&self, answer: &A) -> Result<Reply, SignError> {
        let first = self.addressees.first().ok_or_else(|| SignError::new("there is nobody to answer for"))?;
        // The same one may have been given twice, once without what signs.
        let can_sign = |one: &&Arc<Addressee>| one.id == first.id && one.signer.is_some();
        let of = self.addressees.iter().find(can_sign).unwrap_or(first);
        Reply::of(answer, of, unix(self.clock.now())).await
    }
}

/// Opens what is sealed with the key of one of these, and says whose it is.
fn unseal(sealed: &Sealed, whose: &[Arc<Addressee>]) -> Result<(Zeroizing<Vec<u8>>, Addressees), Rejection> {
    let Sealed { algorithm, nonce, associated_data, ciphertext, .. } = sealed;
    let bytes = STANDARD.decode(ciphertext).map_err(|_| Rejection::CiphertextNotBase64)?;
    let (mut plain, mut theirs) = (None, Vec::new());
    for one in whose {
        for key in &one.apiv3_keys {
            match key.open(algorithm, nonce, associated_data.as_deref().unwrap_or_default(), &bytes) {
                Ok(opened) => {
                    plain = Some(opened);
                    theirs.push(Arc::clone(one));
                    break;
                }
                Err(OpenError::Algorithm { found }) => return Err(Rejection::Algorithm { found }),
                Err(_) => {}
            }
        }
    }
    plain.map(|plain| (plain, theirs)).ok_or_else(|| {
        let has_key = whose.iter().any(|one| !one.apiv3_keys.is_empty());
        let recipients = whose.iter().map(|one| one.id.clone()).collect();
        if has_key { Rejection::NotOpened { recipients } } else { Rejection::NoApiv3Key { recipients } }
    })
}

/// Of several who have both keys in common, those that the content names, which is verified by now.
fn named_in(content: &Value, all: Addressees) -> Addressees {
    let (Value::Object(members), true) = (content, all.len() > 1) else { return all };
    let is_named = |one: &Arc<Addressee>| members.iter().any(|(_, value)| value.as_str() == Some(one.id.as_str()));
    let named: Vec<_> = all.iter().filter(|one| is_named(one)).cloned().collect();
    if named.is_empty() { all } else { named }
}

/// Opens nothing, and says why.
struct Keyless;

impl Open for Keyless {
    fn open(&self, _: &str) -> Result<Secret, String> {
        Err("the member is confidential, and there is nothing to open it with: give `private_key` or `decrypter`"
            .to_owned())
    }
}

impl fmt::Debug for Notification {
    /// Without the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notification")
            .field("id", &shown(&self.id))
            .field("event_type", &shown(&self.event_type))
            .field("recipients", &self.recipients().collect::<Vec<_>>())
            .field("content", &format_args!("{} bytes", self.plain.len()))
            .finish_non_exhaustive()
    }
}
