//! Answers as what they mean.

mod untyped;

use std::fmt;

use crate::download::Download;
use crate::error::{ApiError, Context, DecodeError, Error};
use crate::fields::Opener;
use crate::raw::RawAnswer;
use crate::shown::shown;
use crate::signature::Verified;
use crate::wire::{self, Drifts, In, Open, Out, Read, Secret, Value, Wire};

/// What an operation answered, with the answer that it was read from.
#[derive(Clone, Debug)]
pub struct Response<T> {
    value: T,
    raw: RawAnswer,
    drift: Drifts,
}

impl<T> Response<T> {
    /// What was answered.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// What was answered, without the rest.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.raw.status()
    }

    /// The id of the request, which WeChat Pay's support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.raw.request_id()
    }

    /// The answer as it came. The body of a file is not in it: that is still on its way.
    pub fn raw(&self) -> &RawAnswer {
        &self.raw
    }

    /// What the documentation does not say, and came all the same: by JSON path and kind, without any value.
    ///
    /// Empty for nearly every answer. Otherwise it is a `tracing` event too.
    pub fn drift(&self) -> &Drifts {
        &self.drift
    }
}

/// An answer without a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Empty;

/// What an operation answers with on success: a JSON object, nothing ([`Empty`]), or a file ([`Download`]).
pub trait Answer: Sized + Send {
    #[doc(hidden)]
    const SHAPE: Shape;

    #[doc(hidden)]
    fn receive(received: &mut Received) -> Result<Self, Error>;
}

/// How the body of a successful answer is taken in.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Read to its end, verified, then decoded.
    Json,
    /// Read to its end and verified.
    Empty,
    /// Left on the connection for the caller to take.
    Stream,
}

/// A successful answer, on its way into a type.
#[doc(hidden)]
pub struct Received {
    pub(crate) came: Came,
    pub(crate) context: Context,
    pub(crate) opener: Option<Opener>,
    /// What was odd, once it has been read.
    pub(crate) drift: Drifts,
}

/// What has come, and may be done with it.
pub(crate) enum Came {
    /// A whole answer, which may be read.
    Whole(Verified<RawAnswer>),
    /// A file, whose body is still on the connection until it is taken.
    File(RawAnswer, Option<Box<Download>>),
    /// A whole answer that nobody has verified yet: whoever takes it over does. It is not read as it is.
    Unverified(RawAnswer),
}

impl Came {
    pub(crate) fn raw(&self) -> &RawAnswer {
        match self {
            Self::Whole(answer) => answer.get(),
            Self::File(raw, _) | Self::Unverified(raw) => raw,
        }
    }

    pub(crate) fn into_raw(self) -> RawAnswer {
        match self {
            Self::Whole(answer) => answer.into_inner(),
            Self::File(raw, _) | Self::Unverified(raw) => raw,
        }
    }
}

impl Received {
    pub(crate) fn into_response<T: Answer>(mut self) -> Result<Response<T>, Error> {
        let value = T::receive(&mut self)?;
        self.log_drift();
        Ok(Response { value, raw: self.came.into_raw(), drift: self.drift })
    }

    pub(crate) fn raw(&self) -> &RawAnswer {
        self.came.raw()
    }

    /// The file, the first time that it is asked for.
    pub(crate) fn take_file(&mut self) -> Option<Download> {
        match &mut self.came {
            Came::File(_, file) => file.take().map(|file| *file),
            Came::Whole(_) | Came::Unverified(_) => None,
        }
    }

    /// The answer, if it is one that may be read.
    fn verified(&self) -> Result<&RawAnswer, Error> {
        match &self.came {
            Came::Whole(answer) => Ok(answer.get()),
            Came::File(..) | Came::Unverified(_) => {
                Err(self.undecodable(None, "$", "it has not been verified, so nothing of it is read".to_owned()))
            }
        }
    }

    fn log_drift(&self) {
        let (Context { method, path, .. }, drift) = (&self.context, &self.drift);
        if drift.is_empty() {
            return;
        }
        let operation = format!("{method} {path}");
        let request_id = self.raw().request_id().map(|id| tracing::field::display(shown(id)));
        let places = drift.count();
        if drift.has_dropped() {
            tracing::warn!(%operation, request_id, places, %drift, "a part of the answer could not be read");
        } else {
            tracing::info!(%operation, request_id, places, %drift, "the answer is not what the documentation says");
        }
    }

    /// The error that a success brings in its body: a caller who is told that all is well would not look for it.
    fn error_within(&self, value: &Value) -> Option<Error> {
        let object = ErrorObject::of(value).filter(ErrorObject::is_failure)?;
        let error = object.error(true, self.raw().clone(), self.context.clone());
        Some(Error::Api(Box::new(error)))
    }

    fn json(&self) -> Result<Value, Error> {
        // 204 says that there is nothing: then no field is there, which is for the type to judge.
        let answer = self.verified()?;
        if answer.status() == 204 && answer.body().is_empty() {
            return Ok(Value::Object(Vec::new()));
        }
        Value::parse(answer.body()).map_err(|error| self.undecodable(None, "$", error.to_string()))
    }

    /// `value` is what the body holds, where it is JSON.
    fn undecodable(&self, value: Option<&Value>, path: &str, message: String) -> Error {
        let has_form = matches!(value, Some(Value::Object(_) | Value::List(_)));
        Error::Decode(Box::new(DecodeError {
            path: path.to_owned(),
            message,
            verified: matches!(self.came, Came::Whole(_)),
            is_success: has_form && value.and_then(ErrorObject::of).is_none(),
            answer: self.raw().clone(),
            context: self.context.clone(),
        }))
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received").field("raw", self.raw()).finish_non_exhaustive()
    }
}

/// What WeChat Pay says when it refuses: `{"code": "PARAM_ERROR", "message": "…", "detail": …}`.
pub(crate) struct ErrorObject<'v> {
    code: &'v str,
    message: Option<&'v str>,
    detail: Option<&'v Value>,
}

impl<'v> ErrorObject<'v> {
    pub(crate) fn of(value: &'v Value) -> Option<Self> {
        Some(Self {
            code: value.get("code")?.as_str()?,
            message: value.get("message").and_then(Value::as_str),
            detail: value.get("detail"),
        })
    }

    /// Whether it says so by itself, without a status that does.
    fn is_failure(&self) -> bool {
        let is_name = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        let is_code = self.code.starts_with(|char: char| char.is_ascii_uppercase()) && self.code.bytes().all(is_name);
        is_code && !["SUCCESS", "OK", "ACCEPTED"].contains(&self.code)
    }

    pub(crate) fn error(&self, verified: bool, answer: RawAnswer, context: Context) -> ApiError {
        ApiError {
            status: answer.status(),
            code: self.code.to_owned(),
            message: self.message.unwrap_or_default().to_owned(),
            detail: self.detail.cloned(),
            verified,
            answer,
            context,
        }
    }
}

/// Opens nothing, and says why.
struct Keyless;

impl Open for Keyless {
    fn open(&self, _: &str) -> Result<Secret, String> {
        Err("the field is confidential, and the client has nothing to open it with: set `decrypter`".to_owned())
    }
}

// Of every type there is, and so on the page of each.
#[doc(hidden)]
impl<T: Wire + Send> Answer for T {
    const SHAPE: Shape = Shape::Json;

    fn receive(received: &mut Received) -> Result<Self, Error> {
        let value = received.json()?;
        // Where `code` is a field of the answer itself, it is the caller's to read.
        if let Some(error) = received.error_within(&value).filter(|_| !wire::knows::<T>("code")) {
            return Err(error);
        }
        let opener = received.opener.as_ref().map_or(&Keyless as &dyn Open, |opener| opener);
        let read = wire::decode_with(&value, opener);
        let Read { value, drift } =
            read.map_err(|error| received.undecodable(Some(&value), error.path(), error.message().to_owned()))?;
        received.drift = drift;
        Ok(value)
    }
}

/// An object without members.
struct Nothing;

impl Wire for Nothing {
    fn put(&self, _: &mut Out) {}

    fn get(_: &mut In<'_>) -> Self {
        Self
    }
}

impl Answer for Empty {
    const SHAPE: Shape = Shape::Empty;

    fn receive(received: &mut Received) -> Result<Self, Error> {
        let Ok(value) = Value::parse(received.verified()?.body()) else { return Ok(Self) };
        if let Some(error) = received.error_within(&value) {
            return Err(error);
        }
        // An answer that should have no members, and has some.
        if let (Value::Object(_), Ok(Read { drift, .. })) = (&value, wire::decode_with::<Nothing>(&value, &Keyless)) {
            received.drift = drift;
        }
        Ok(Self)
    }
}

impl Answer for Download {
    const SHAPE: Shape = Shape::Stream;

    fn receive(received: &mut Received) -> Result<Self, Error> {
        let file = received.take_file();
        let file = file.ok_or_else(|| received.undecodable(None, "$", "the body has been read already".to_owned()))?;
        file.check_end().map(|()| file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::retry::RetryClass;

    #[test]
    fn what_nobody_has_verified_is_not_read() {
        let raw = RawAnswer::new(200, http::HeaderMap::new(), bytes::Bytes::from_static(b"{}"));
        let received = |came| {
            let context = Context::new("GET", "/".into(), RetryClass::Read, 1);
            Received { came, context, opener: None, drift: Drifts::default() }
        };
        for came in [|raw| Came::Unverified(raw), |raw| Came::File(raw, None)] {
            let json = Nothing::receive(&mut received(came(raw.clone()))).err();
            assert!(matches!(json, Some(Error::Decode(_))), "{json:?}");
            assert!(matches!(Empty::receive(&mut received(came(raw.clone()))), Err(Error::Decode(_))));
        }
    }

    /// The codes of the API are words in capitals; some of its answers have a `code` that is none, or says that all is
    /// well.
    #[test]
    fn a_code_in_a_success_is_an_error_where_it_is_the_name_of_one() {
        for (code, expected) in [
            ("PARAM_ERROR", true),
            ("ERR_2", true),
            ("SUCCESS", false),
            ("OK", false),
            ("ACCEPTED", false),
            ("0", false),
            ("2_ERR", false),
            ("Error", false),
            ("PARAM ERROR", false),
            ("", false),
        ] {
            let value = Value::Object(vec![("code".into(), Value::Text(code.to_owned()))]);
            assert_eq!(ErrorObject::of(&value).expect("it has a code").is_failure(), expected, "{code}");
        }
    }
}
