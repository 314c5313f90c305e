//! A request as the caller gave it, in plain text, checked and ready to be sealed.

use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{HeaderName, HeaderValue};

use super::entry::{Entry, Name, in_place, sealed};
use super::headers::headers;
use super::template::Template;
use super::{check, target};
use crate::error::Error;
use crate::fields::Sealer;
use crate::keys::PublicKey;
use crate::operation::{BodyKind, Meta, Operation, RetryClass};
use crate::upload::Form;
use crate::wire::{self, Out, Place, SealedValue, Unwritten, Value};

/// A request in plain text. It stays as it is from the first attempt to the last.
pub(crate) struct Draft {
    pub(crate) meta: Meta,
    pub(crate) template: Template,
    entries: Vec<Entry>,
    /// The body, where it is given as a whole and not by its fields.
    whole: Option<Value>,
    form: Option<Form>,
}

/// A request as it goes out, but for its signature: confidential fields are encrypted in it.
#[derive(Clone)]
pub(crate) struct Sealed {
    /// The key that confidential fields were encrypted with, if there were any.
    pub(crate) key_id: Option<HeaderValue>,
    /// Path and query below the host, as they go out.
    pub(crate) target: PathAndQuery,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) content_type: Option<HeaderValue>,
    pub(crate) body: Bytes,
    /// What is signed of the body: all of it, but for uploads.
    pub(crate) signed: Bytes,
}

impl Sealed {
    /// A request for what is there, with nothing but its path and query.
    pub(crate) fn get(target: PathAndQuery) -> Self {
        let (body, signed) = (Bytes::new(), Bytes::new());
        Self { key_id: None, target, headers: Vec::new(), content_type: None, body, signed }
    }
}

impl Draft {
    /// Takes the arguments of an operation, and refuses what the API would not understand.
    pub(crate) fn of<O: Operation>(operation: &O) -> Result<Self, Error> {
        let Some(fields) = Out::fields_of(operation) else {
            return Err(Error::request(
                "$",
                "the request is one value, and not fields with a place: see `Client::call`",
            ));
        };
        let entries = fields.into_iter().map(|(place, name, value)| (place, name.into(), value));
        Self::new(O::META, Template::new(O::META.path.into())?, entries.collect(), None)
    }

    /// Takes what no type describes. The path is the template's, and not that of `meta`.
    pub(crate) fn untyped(
        meta: Meta,
        template: Template,
        entries: Vec<Entry>,
        body: Option<Value>,
    ) -> Result<Self, Error> {
        if let Some(body) = &body {
            check::value("$", body)?;
        }
        Self::new(meta, template, entries, body)
    }

    fn new(meta: Meta, template: Template, entries: Vec<Entry>, whole: Option<Value>) -> Result<Self, Error> {
        check::entries(&meta, &template, &entries)?;
        let meta = if is_known(&meta, &entries) { meta.retry(RetryClass::Write) } else { meta };
        Ok(Self { meta, template, entries, whole, form: None })
    }

    /// Reads the file of an upload and fills in what is derived from it.
    pub(crate) async fn load(&mut self) -> Result<(), Error> {
        if let BodyKind::Multipart(parts) = self.meta.body {
            let entries = in_place(&self.entries, Place::Body).map(|(name, value)| (name.as_str(), value));
            self.form = Some(Form::load(parts, entries).await?);
        }
        Ok(())
    }

    /// Whether there is something in it to encrypt.
    pub(crate) fn is_confidential(&self) -> bool {
        let whole = self.whole.as_ref().is_some_and(Value::has_secrets);
        whole || self.entries.iter().any(|(_, _, value)| value.has_secrets())
    }

    /// Writes it as it goes out, below `prefix`; what is confidential is encrypted with `key`.
    pub(crate) fn seal(&self, prefix: &str, key: Option<&PublicKey>) -> Result<Sealed, Error> {
        let key = key.filter(|_| self.is_confidential());
        let sealer = Sealer { key, padding: self.meta.padding };
        let target = target::path_and_query(prefix, self.template.as_str(), &self.entries, sealer)?;
        let headers = headers(&self.entries, sealer)?;
        let (content_type, body, signed) = self.body(sealer)?;
        Ok(Sealed { key_id: key.map(|key| key.header().clone()), target, headers, content_type, body, signed })
    }

    fn body(&self, sealer: Sealer<'_>) -> Result<(Option<HeaderValue>, Bytes, Bytes), Error> {
        match self.meta.body {
            BodyKind::None => Ok((None, Bytes::new(), Bytes::new())),
            BodyKind::Json => {
                if let Some(whole) = &self.whole {
                    let json = sealed_part("$", whole, sealer)?.to_json();
                    let json = Bytes::from(json.map_err(|error| Error::request("$", error.to_string()))?);
                    return Ok((Some(HeaderValue::from_static("application/json")), json.clone(), json));
                }
                let members = in_place(&self.entries, Place::Body);
                let member = |(name, value)| Ok((Name::as_str(name), sealed(Place::Body, name, value, sealer)?));
                let json = wire::object_json(members.map(member));
                let json = Bytes::from(json.map_err(|unwritten| match unwritten {
                    Unwritten::Member(error) => error,
                    Unwritten::Json(error) => Error::request("body", error.to_string()),
                })?);
                Ok((Some(HeaderValue::from_static("application/json")), json.clone(), json))
            }
            BodyKind::Multipart(parts) => {
                let Some(form) = &self.form else {
                    return Err(Error::request(parts.file, "the file has not been read"));
                };
                let (content_type, body, meta) = form.write(|name, value| sealed_part(name, value, sealer))?;
                Ok((Some(content_type), body, meta))
            }
        }
    }
}

/// Whether a request that need not carry a number by which it is known again carries one all the same.
fn is_known(meta: &Meta, entries: &[Entry]) -> bool {
    let is_number = |(name, value): (&Name, &Value)| {
        meta.known_by.contains(&name.as_str()) && value.as_str().is_some_and(|number| !number.is_empty())
    };
    meta.retry == RetryClass::Once && in_place(entries, Place::Body).any(is_number)
}

/// What is no field of its own: a whole body, or a part of an upload, by the name that the program gives it.
fn sealed_part<'v>(name: &str, value: &'v Value, sealer: Sealer<'_>) -> Result<SealedValue<'v>, Error> {
    sealer.seal(value).map_err(|error| Error::request(format!("{name}{}", error.below()), error.reason()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::{Empty, Method};
    use crate::wire::{In, Wire};

    /// A write whose number may be left out.
    struct Grant(Value);

    impl Wire for Grant {
        fn put(&self, out: &mut Out) {
            out.query("other_no", &String::from("1"));
            out.field("out_no", &self.0);
        }

        fn get(_: &mut In<'_>) -> Self {
            Self(Value::Null)
        }
    }

    impl Operation for Grant {
        type Response = Empty;
        const META: Meta = Meta::new(Method::Post, "/v3/grants").json().known_by(&["out_no", "other_no"]);
    }

    #[test]
    fn a_number_that_may_be_left_out_makes_the_request_known_that_has_it() {
        let class = |number| Draft::of(&Grant(number)).expect("it can be sent").meta.retry;
        assert_eq!(class(Value::Text("20261126".to_owned())), RetryClass::Write);
        for none in [Value::Text(String::new()), Value::Int(7), Value::Null, Value::List(vec![Value::Text("1".into())])]
        {
            assert_eq!(class(none.clone()), RetryClass::Once, "{none:?}; and what stands in the query is none");
        }
    }
}
