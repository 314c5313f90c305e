//! The path and query of a request: encoded once, here, and signed as they are.

use http::uri::PathAndQuery;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use super::entry::{Entry, Name, in_place, no_text, sealed};
use crate::error::Error;
use crate::fields::Sealer;
use crate::wire::Place;

/// What stays as it is: the unreserved characters of RFC 3986. So a `+` becomes `%2B` and a space `%20`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// What the arguments of an operation mostly take in its path and query.
const ARGUMENTS: usize = 96;

/// Fills the placeholders of `template`, below `prefix`, and appends the query.
pub(crate) fn path_and_query(
    prefix: &str,
    template: &str,
    entries: &[Entry],
    sealer: Sealer<'_>,
) -> Result<PathAndQuery, Error> {
    let mut target = String::with_capacity(prefix.len() + template.len() + ARGUMENTS);
    target.push_str(prefix);
    push_path(&mut target, template, entries, sealer)?;
    let mut separator = '?';
    for (name, value) in in_place(entries, Place::Query) {
        let value = sealed(Place::Query, name, value, sealer)?;
        // A list is one parameter for each item.
        for text in value.texts() {
            let text = text.ok_or_else(|| no_text(Place::Query, name, value.found()))?;
            target.push(separator);
            push_encoded(&mut target, name.as_str());
            target.push('=');
            push_encoded(&mut target, &text);
            separator = '&';
        }
    }
    settled(target)
}

/// As the URL standard writes it: then no library on the way has anything to change, and what is signed is what is sent.
pub(crate) fn settled(target: String) -> Result<PathAndQuery, Error> {
    let target = if is_settled(&target) { target } else { rewritten(&target)? };
    PathAndQuery::try_from(target).map_err(|error| Error::request("path", error.to_string()))
}

/// Whether there is certainly nothing in it to write in another way. So it is for every operation.
fn is_settled(target: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~/%?=&".contains(&byte);
    // A segment of dots, which may be encoded, leads to another path.
    let has_dots = ["/.", "%2e", "%2E"].iter().any(|dots| target.contains(dots));
    target.starts_with('/') && target.bytes().all(is_plain) && !has_dots
}

fn rewritten(target: &str) -> Result<String, Error> {
    let url = Url::parse(&format!("https://host{target}"));
    let url = url.map_err(|error| Error::request("path", error.to_string()))?;
    Ok(url[url::Position::BeforePath..url::Position::AfterQuery].to_owned())
}

fn push_path(target: &mut String, template: &str, entries: &[Entry], sealer: Sealer<'_>) -> Result<(), Error> {
    let mut rest = template;
    while let Some((literal, tail)) = rest.split_once('{') {
        let Some((name, tail)) = tail.split_once('}') else { break };
        target.push_str(literal);
        push_parameter(target, name, entries, sealer)?;
        rest = tail;
    }
    target.push_str(rest);
    Ok(())
}

/// The text of a path parameter.
fn push_parameter(target: &mut String, name: &str, entries: &[Entry], sealer: Sealer<'_>) -> Result<(), Error> {
    let Some((name, value)) = in_place(entries, Place::Path).find(|(key, _)| key.as_str() == name) else {
        return Err(Error::request(name, MISSING));
    };
    let value = sealed(Place::Path, name, value, sealer)?;
    let text = value.text().ok_or_else(|| no_text(Place::Path, name, value.found()))?;
    check_parameter(name, &text)?;
    push_encoded(target, &text);
    Ok(())
}

pub(crate) const MISSING: &str = "it is part of the URL and must be given";

/// Refuses a path parameter that is empty or made of dots: it would name another path.
pub(crate) fn check_parameter(name: &Name, text: &str) -> Result<(), Error> {
    match text {
        "" => Err(name.error(Place::Path, "it is part of the URL and must not be empty")),
        "." | ".." => Err(name.error(Place::Path, format!("`{text}` is part of the URL and would name another path"))),
        _ => Ok(()),
    }
}

fn push_encoded(target: &mut String, text: &str) {
    target.extend(utf8_percent_encode(text, ENCODED));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(target: &str) -> String {
        settled(target.to_owned()).expect("it is a path").as_str().to_owned()
    }

    #[test]
    fn what_a_library_would_change_is_changed_before_it_is_signed() {
        let pairs = [
            ("/v3/a/../b", "/v3/b"),
            ("/v3/./b?c=d", "/v3/b?c=d"),
            ("/v3/%2e%2E/b", "/b"),
            ("/v3/.%2e/b", "/b"),
            ("/v3/a b", "/v3/a%20b"),
            ("/v3/\u{4e00}?x=\u{4e8c}", "/v3/%E4%B8%80?x=%E4%BA%8C"),
            ("/v3\\a", "/v3/a"),
            ("/v3/a\tb", "/v3/ab"),
            ("/v3?x='\"", "/v3?x=%27%22"),
            ("", "/"),
            ("?x=1", "/?x=1"),
        ];
        for (target, expected) in pairs {
            assert_eq!(written(target), expected, "{target:?}");
            assert!(!is_settled(target), "{target:?}");
        }
    }

    /// Of all short targets, whatever is taken for settled stays as it is by the library that would change it.
    #[test]
    fn what_is_settled_stays_as_it_is() {
        let pieces =
            ["/", ".", "..", "a", "%2e", "%41", "%", "?", "&", "=", "~", "-", "_", "//", " ", "+", "#", "\\", "'"];
        let mut targets = vec![String::from("/")];
        for _ in 0..3 {
            targets = targets.iter().flat_map(|start| pieces.map(|piece| format!("{start}{piece}"))).collect();
        }
        let mut settled = 0;
        for target in targets.iter().filter(|target| is_settled(target)) {
            settled += 1;
            assert_eq!(rewritten(target).expect("it is a path"), *target);
        }
        assert!(settled > 1_000, "{settled}");
    }
}
