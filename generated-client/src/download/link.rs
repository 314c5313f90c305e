//! Where a file is to be fetched, and how it is checked: what the answer to a bill request says.

use std::fmt;

use url::Url;

use crate::error::Error;
use crate::operation::Digest;
use crate::shown::shown;
use crate::wire::{self, Value, Wire};

/// A file to download: its URL, its digest, and for encrypted bills its key.
///
/// The URL is used as it is, and for a few minutes after it was given. The request for it is signed, so it goes to
/// WeChat Pay's own hosts alone, unless the link is [`unsigned`](Self::unsigned).
#[derive(Clone, PartialEq, Eq)]
pub struct Link {
    url: String,
    access: Access,
    digest: Option<(Digest, String)>,
    lock: Option<Lock>,
}

/// How a file is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// In the merchant's name.
    Signed,
    /// In nobody's.
    Unsigned,
}

/// No other digest of this API has so many digits.
const SHA1_HEX_LEN: usize = 40;

/// How an encrypted file is opened.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Lock {
    /// The key of the file, encrypted to the merchant's certificate.
    pub(crate) wrapped_key: String,
    pub(crate) nonce: String,
}

impl Link {
    /// A file that nothing more is known of.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), access: Access::Signed, digest: None, lock: None }
    }

    /// A file that is asked for without a signature, such as an invoice: of any host, which learns nothing of the
    /// merchant.
    #[must_use]
    pub fn unsigned(self) -> Self {
        Self { access: Access::Unsigned, ..self }
    }

    /// With its digest, in hexadecimal, over the unpacked file.
    #[must_use]
    pub fn digest(self, digest: Digest, hex: impl Into<String>) -> Self {
        Self { digest: Some((digest, hex.into())), ..self }
    }

    /// What the answer to a bill request links to: its `download_url` (or `url`) with its `hash_type` and
    /// `hash_value`, or all parts of its `download_bill_list`, in order.
    pub fn of(answer: &impl Wire) -> Result<Vec<Self>, Error> {
        let answer = wire::encode(answer);
        match answer.get("download_bill_list") {
            Some(Value::List(parts)) => {
                let mut links: Vec<(i64, Self)> =
                    parts.iter().map(|part| Ok((sequence(part), Self::read(part)?))).collect::<Result<_, Error>>()?;
                links.sort_by_key(|(sequence, _)| *sequence);
                Ok(links.into_iter().map(|(_, link)| link).collect())
            }
            _ => Ok(vec![Self::read(&answer)?]),
        }
    }

    fn read(value: &Value) -> Result<Self, Error> {
        let text = |name: &str| value.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let url = text("download_url").or_else(|| text("url"));
        let url = url.ok_or_else(|| Error::request("download_url", "the answer links to no file"))?;
        let digest = match (text("hash_type"), text("hash_value")) {
            (Some(kind), Some(hex)) => Some((kind_of(kind)?, hex.to_owned())),
            (None, Some(hex)) if hex.len() == SHA1_HEX_LEN => Some((Digest::Sha1, hex.to_owned())),
            (None, Some(_)) => {
                return Err(Error::request("hash_type", "there is a digest, and not said of which kind"));
            }
            (_, None) => None,
        };
        let lock = match (text("encrypt_key"), text("nonce")) {
            (Some(key), Some(nonce)) => Some(Lock { wrapped_key: key.to_owned(), nonce: nonce.to_owned() }),
            (None, None) => None,
            _ => return Err(Error::request("encrypt_key", "of a key and a nonce the answer gives only one")),
        };
        Ok(Self { url: url.to_owned(), access: Access::Signed, digest, lock })
    }

    /// The URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn access(&self) -> Access {
        self.access
    }

    pub(crate) fn expected_digest(&self) -> Option<(Digest, String)> {
        self.digest.clone()
    }

    pub(crate) fn lock(&self) -> Option<&Lock> {
        self.lock.as_ref()
    }
}

fn sequence(part: &Value) -> i64 {
    match part.get("bill_sequence") {
        Some(Value::Int(number)) => *number,
        Some(Value::Text(text)) => text.parse().unwrap_or(i64::MAX),
        _ => i64::MAX,
    }
}

fn kind_of(name: &str) -> Result<Digest, Error> {
    match name.to_ascii_uppercase().replace('-', "").as_str() {
        "SHA1" => Ok(Digest::Sha1),
        "SHA256" => Ok(Digest::Sha256),
        "SM3" => Ok(Digest::Sm3),
        _ => Err(Error::request("hash_type", format!("the digest `{name}` is not known"))),
    }
}

impl fmt::Debug for Link {
    /// The query of the URL is a token: whoever holds it may ask for the file. Neither is told who asks.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = match Url::parse(&self.url) {
            Ok(url) => format!("{}{}", url.origin().ascii_serialization(), url.path()),
            Err(_) => "no URL".to_owned(),
        };
        f.debug_struct("Link").field("url", &shown(&told)).field("digest", &self.digest).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_of_a_link_is_where_it_leads() {
        let printed = |url: &str| format!("{:?}", Link::new(url));
        assert_eq!(
            printed("https://user:secret@host.example:8443/file/a?token=secret#secret"),
            r#"Link { url: "https://host.example:8443/file/a", digest: None, .. }"#
        );
        for url in ["secret", "//user:secret@host/", "https://secret@", "data:secret"] {
            assert!(!printed(url).contains("secret@") && !printed(url).contains("user"), "{}", printed(url));
        }
        assert_eq!(printed("no secret?"), r#"Link { url: "no URL", digest: None, .. }"#);
    }

    fn part(sequence: Value, url: &str) -> Value {
        Value::Object(vec![("bill_sequence".into(), sequence), ("download_url".into(), Value::Text(url.to_owned()))])
    }

    struct Bill(Vec<Value>);

    impl Wire for Bill {
        fn put(&self, out: &mut wire::Out) {
            out.field("download_bill_list", &self.0);
        }

        fn get(_: &mut wire::In<'_>) -> Self {
            Self(Vec::new())
        }
    }

    /// By their numbers, also where these are texts: as texts 10 would come before 9.
    #[test]
    fn the_parts_of_a_bill_are_in_order() {
        let text = |number: &str| Value::Text(number.to_owned());
        let parts = vec![
            part(text("10"), "third"),
            part(Value::Null, "last"),
            part(text("9"), "second"),
            part(Value::Int(1), "first"),
        ];
        let links = Link::of(&Bill(parts)).expect("they are links");
        let urls: Vec<&str> = links.iter().map(Link::url).collect();
        assert_eq!(urls, ["first", "second", "third", "last"]);
    }
}
