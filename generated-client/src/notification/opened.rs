//! A notification that was verified and opened, and what it says.

use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::envelope::Envelope;
use super::event::{Ambiguous, Unknown};
use super::heading::Heading;
use super::member::{Confidential, MemberError};
use super::object::Object;
use super::tell::{self, Told};
use super::unseal::{Refusal, Unsealed, unseal};
use super::verify::Checked;
use super::whose::Whose;
use super::{Event, Reply, ReplyError};
use crate::Clock;
use crate::client::unix;
use crate::operation::NotificationAnswer;
use crate::shown::shown;
use crate::wire::{self, DecodeError, DriftKind, Drifts, Read, Secret, Value, Wire};

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
    request_id: Option<String>,
    pub(super) whose: Whose,
    clock: Arc<dyn Clock>,
}

impl Notification {
    /// Opens what was verified, and reads it.
    pub(super) fn open(checked: &Checked<'_>, heading: &Heading, clock: &Arc<dyn Clock>) -> Result<Self, Refusal> {
        let (envelope, envelope_drift) = Envelope::read(&checked.body).map_err(Refusal::For)?;
        let Unsealed { plain, whose } = unseal(&envelope.resource, &checked.whose, &checked.unknowing)?;
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
            request_id: heading.request_id().map(str::to_owned),
            whose,
            clock: Arc::clone(clock),
        };
        notification.read();
        notification.log_drift(envelope.resource_type.as_deref());
        Ok(notification)
    }

    fn read(&mut self) {
        match self.json().and_then(said_once) {
            Ok(content) => self.read_content(&content),
            Err(error) => self.unread(error),
        }
    }

    fn read_content(&mut self, content: &Value) {
        let told = tell::tell(&self.event_type, self.original_type.as_deref(), content);
        self.whose = std::mem::take(&mut self.whose).named_in(content, &told.accounts());
        match told {
            Told::None => {}
            Told::One(object) => {
                self.tell_original_type(object);
                self.queries = tell::queries(object, content);
                let read = (object.read)(content, &self.confidential());
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
    fn confidential(&self) -> Confidential {
        Confidential::of(&self.whose)
    }

    fn log_drift(&self, resource_type: Option<&str>) {
        let (id, event) = (shown(&self.id), shown(&self.event_type));
        let request_id = shown(self.request_id.as_deref().unwrap_or_default());
        if let Some(recipients) = self.whose.undecided() {
            tracing::warn!(%id, %event, %request_id, %recipients, "it is not known whose a notification is");
        }
        if resource_type.is_some_and(|name| name != "encrypt-resource") {
            tracing::info!(%id, %event, %request_id, "a notification has a `resource_type` that is not documented");
        }
        match &self.event {
            Event::Unknown(Unknown { reason: None, .. }) => {
                tracing::info!(%id, %event, %request_id, "a notification has an event type that is not known");
            }
            Event::Unknown(Unknown { reason: Some(reason), .. }) => {
                tracing::warn!(%id, %event, %request_id, %reason, "the content of a notification could not be read");
            }
            Event::Ambiguous(Ambiguous { could_be, .. }) => {
                tracing::info!(%id, %event, %request_id, ?could_be, "a notification is one of several");
            }
            _ => {}
        }
        for drift in [&self.envelope_drift, &self.drift].into_iter().filter(|drift| !drift.is_empty()) {
            let places = drift.len() + drift.more();
            if drift.has_dropped() {
                tracing::warn!(%id, %event, %request_id, places, %drift, "a part of a notification could not be read");
            } else {
                tracing::info!(%id, %event, %request_id, places, %drift, "a notification is not what the documentation says");
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

    /// The `Request-ID` that it came with, for the support of WeChat Pay. Nothing signs it.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Whose it is: the id of the merchant or of the brand whose keys have verified and opened it. `None` where that is not
    /// decided: where several have both keys in common, and the members by which its type names its account name none of
    /// them; or where they name one whose own keys have not verified it.
    ///
    /// What is of the one whose it is does not work then, by name: confidential members stay closed, and no answer is
    /// signed. Whoever knows it otherwise says so by [`assigned_to`](Self::assigned_to).
    pub fn recipient(&self) -> Option<&str> {
        self.whose.decided()
    }

    /// Everybody whose it could be, each id once: one, but for those that have both keys in common.
    pub fn recipients(&self) -> impl Iterator<Item = &str> {
        self.whose.ids()
    }

    /// The same notification, read as that of one of its [`recipients`](Self::recipients): for a caller who knows whose it
    /// is where the keys do not say it, such as by the number of an order. `None` where the keys of that one have not
    /// verified and opened it.
    #[must_use]
    pub fn assigned_to(&self, id: &str) -> Option<Self> {
        let whose = self.whose.only(id);
        whose.decided()?;
        let mut assigned = Self { whose, ..self.clone() };
        assigned.read();
        Some(assigned)
    }

    /// The queries that answer with the object that this is, such as `GET /v3/combine-transactions/out-trade-no/…`, as far
    /// as its members tell; none where no query does. [`decode`](Self::decode) reads it as the answer to one of them.
    pub fn queries(&self) -> &[&'static str] {
        &self.queries
    }

    /// The content as another type of this crate, such as the answer to the query of an order.
    pub fn decode<T: Wire>(&self) -> Result<Read<T>, DecodeError> {
        wire::decode_with(&said_once(self.json()?)?, &self.confidential())
    }

    /// The content as a type of the caller's own. What is encrypted within it stays so: [`decrypt`](Self::decrypt) opens it.
    pub fn decode_as<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        wire::from_value(&said_once(self.json()?)?)
            .map_err(|misfit| DecodeError::new(misfit.path(), misfit.reason().to_owned()))
    }

    /// Opens a member that is encrypted within the content, with the private key of the one whose it is.
    pub fn decrypt(&self, ciphertext: &str) -> Result<Secret, MemberError> {
        self.confidential().open_member(ciphertext)
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
    /// the event type. It is signed where that is documented, by the one whose notification it is, and by nobody where that
    /// is not known.
    pub async fn answer<A: NotificationAnswer + Sync>(&self, answer: &A) -> Result<Reply, ReplyError> {
        if !A::SIGNED {
            return Ok(Reply::with(answer));
        }
        if let Some(recipients) = self.whose.undecided() {
            return Err(ReplyError::Undecided { recipients });
        }
        let by = self.whose.answering().ok_or(ReplyError::NoSigner)?;
        Reply::signed(answer, by, unix(self.clock.now())).await
    }
}

/// A content that says each thing once. Of a member that comes twice, with different values, two readers see two values: it
/// is not acted upon.
fn said_once(content: Value) -> Result<Value, DecodeError> {
    match content.ambiguous() {
        Some(path) => Err(DecodeError::new(path, "it comes more than once, with different values".to_owned())),
        None => Ok(content),
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
