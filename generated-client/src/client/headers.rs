//! The headers of a request that are arguments of it.

use http::{HeaderName, HeaderValue};

use super::entry::{Entry, Name, in_place, no_text, sealed};
use crate::error::Error;
use crate::fields::Sealer;
use crate::wire::Place;

/// Headers that the client or its transport sets itself, that concern one connection and nobody behind it, or that make
/// another answer of the one that was asked for: a part of it, none, or one to another method.
const OWN: [&str; 29] = [
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Authorization",
    "Connection",
    "Content-Encoding",
    "Content-Length",
    "Content-Type",
    "Expect",
    "Host",
    "HTTP2-Settings",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Keep-Alive",
    "Proxy-Authenticate",
    "Proxy-Authorization",
    "Proxy-Connection",
    "Range",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "User-Agent",
    "X-HTTP-Method",
    "X-HTTP-Method-Override",
    "X-Method-Override",
];

/// Those of WeChat Pay's protocol: what they say is the client's to say.
const PROTOCOL: &str = "Wechatpay-";

/// It names the key of confidential fields: a documented parameter of some operations, which the client fills in.
pub(crate) const SERIAL: &str = "Wechatpay-Serial";

/// Whether a header is none of the caller's.
pub(crate) fn is_own(name: &str) -> bool {
    let is_protocol = name.get(..PROTOCOL.len()).is_some_and(|start| start.eq_ignore_ascii_case(PROTOCOL));
    OWN.iter().any(|own| own.eq_ignore_ascii_case(name)) || (is_protocol && !name.eq_ignore_ascii_case(SERIAL))
}

/// The headers as they go out.
pub(crate) fn headers(entries: &[Entry], sealer: Sealer<'_>) -> Result<Vec<(HeaderName, HeaderValue)>, Error> {
    in_place(entries, Place::Header)
        .map(|(name, value)| {
            let value = sealed(Place::Header, name, value, sealer)?;
            let text = value.text().ok_or_else(|| no_text(Place::Header, name, value.found()))?;
            header(name, &text)
        })
        .collect()
}

/// One header, if it is one.
pub(crate) fn header(name: &Name, text: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let key = HeaderName::try_from(name.as_str()).map_err(|error| name.error(Place::Header, error.to_string()))?;
    let value = Some(text).filter(|text| text.is_ascii()).and_then(|text| HeaderValue::try_from(text).ok());
    let value = value.ok_or_else(|| name.error(Place::Header, "a header holds printable ASCII characters alone"))?;
    Ok((key, value))
}
