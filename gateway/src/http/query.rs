//! The query of a URL.

use percent_encoding::percent_decode_str;

/// The pairs of a query, decoded as the service decodes them: a `+` is a space.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode_component(name), decode_component(value))
    };
    query.split('&').filter(|text| !text.is_empty()).map(pair).collect()
}

/// A name or a value of a query.
pub fn decode_component(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}
