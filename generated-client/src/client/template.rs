//! The path of a request, with `{placeholders}`, and what of it may be told.

use std::borrow::Cow;

use crate::error::Error;

/// The path of a request below the host, as it is signed once its placeholders are filled.
#[derive(Clone, Debug)]
pub(crate) struct Template(Cow<'static, str>);

impl Template {
    /// Takes over a path, and refuses one that would lead to another place than it says.
    pub(crate) fn new(path: Cow<'static, str>) -> Result<Self, Error> {
        match fault(&path) {
            Some(reason) => Err(Error::request("path", reason)),
            None => Ok(Self(path)),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn has(&self, placeholder: &str) -> bool {
        self.placeholders().any(|name| name == placeholder)
    }

    /// The names that have to be filled.
    pub(crate) fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.0.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
    }

    /// What errors and logs tell of it. A text of the program is told as it is; of one that was put together nothing but
    /// its beginning and its placeholders: what looks like a word of the API may be the name of a person.
    pub(crate) fn told(&self) -> Cow<'static, str> {
        match &self.0 {
            Cow::Borrowed(path) => Cow::Borrowed(path),
            Cow::Owned(path) => Cow::Owned(masked(path)),
        }
    }
}

fn masked(path: &str) -> String {
    let segments: Vec<&str> = path
        .split('/')
        .map(|segment| if is_beginning(segment) || is_placeholder(segment) { segment } else { "…" })
        .collect();
    segments.join("/")
}

/// Whether a segment says no more than which API it is, or is none at all.
fn is_beginning(segment: &str) -> bool {
    matches!(segment, "" | "v3" | "brand" | "global" | "hk")
}

fn is_placeholder(segment: &str) -> bool {
    segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')).is_some_and(|name| !name.contains(['{', '}']))
}

/// Why a path cannot be sent. Nothing of it is told: it may hold values.
fn fault(path: &str) -> Option<&'static str> {
    if !path.starts_with('/') {
        return Some("it does not begin with `/`: it is the part of the URL behind the host");
    }
    if path.contains("//") {
        return Some("it has an empty segment: a host has no place in it, and a value is one of `path`");
    }
    if path.split('/').any(is_dots) {
        return Some("a segment of dots would name another path");
    }
    let mut rest = path;
    while let Some((literal, tail)) = rest.split_once('{') {
        let Some((name, behind)) = tail.split_once('}') else { return Some("a placeholder in it has no end") };
        if name.is_empty() || name.contains(['{', '/']) {
            return Some("a placeholder in it has no name");
        }
        if let Some(reason) = fault_of_literal(literal) {
            return Some(reason);
        }
        rest = behind;
    }
    fault_of_literal(rest)
}

/// What is wrong with text between placeholders.
fn fault_of_literal(text: &str) -> Option<&'static str> {
    let fault = text.bytes().find_map(|byte| match byte {
        b'?' | b'#' => Some("it holds `?` or `#`: query parameters are given by `query`"),
        b'}' => Some("a placeholder in it has no beginning"),
        b'\\' => Some("it holds a backslash"),
        b' ' => Some("it holds a space: a value is percent-encoded when it is given by `path`"),
        byte if byte.is_ascii_control() => Some("it holds a control character"),
        byte if !byte.is_ascii() => Some("it is not ASCII: a value is percent-encoded when it is given by `path`"),
        byte if is_plain(byte) => None,
        _ => Some("it holds a character that has to be percent-encoded: a value is when it is given by `path`"),
    });
    let bad_escape = || has_bad_escape(text).then_some("it holds a `%` that two hexadecimal digits do not follow");
    fault.or_else(bad_escape)
}

/// What stands in a path as it is, by RFC 3986.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@%".contains(&byte)
}

fn has_bad_escape(text: &str) -> bool {
    text.split('%')
        .skip(1)
        .any(|rest| !matches!(rest.as_bytes(), [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit()))
}

/// Whether a segment is one or two dots, encoded or not: whoever reads the URL takes it for a way to another path.
fn is_dots(segment: &str) -> bool {
    let dot = |text: &'_ str| ["%2e", "%2E", "."].iter().find_map(|dot| text.strip_prefix(dot).map(str::len));
    let behind = |length: usize| &segment[segment.len() - length..];
    match dot(segment).map(behind) {
        Some(rest) => rest.is_empty() || dot(rest) == Some(0),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leads_elsewhere_is_refused() {
        for path in [
            "",
            "v3/x",
            "https://api.mch.weixin.qq.com/v3/x",
            "//evil.example/v3/x",
            "/v3//x",
            "/v3/x?a=1",
            "/v3/x#a",
            "/v3/../x",
            "/v3/.",
            "/v3/%2e%2E/x",
            "/v3/.%2e",
            "/v3/x\n",
            "/v3/x\u{7f}",
            "/v3/a b",
            "/v3/张三",
            "/v3/\\x",
            "/v3/%zz",
            "/v3/%2",
            "/v3/x%",
            "/v3/{",
            "/v3/{id",
            "/v3/id}",
            "/v3/{}",
            "/v3/{a{b}}",
            "/v3/{a/b}",
            "/v3/\"x\"",
            "/v3/<x>",
            "/v3/x|y",
            "/v3/x^y",
            "/v3/`x`",
            "/v3/[x]",
        ] {
            let error = Template::new(Cow::Owned(path.to_owned())).expect_err(path).to_string();
            assert!(!error.contains("evil") && !error.contains("张三"), "{error}");
        }
    }

    /// Each says what to do in its place.
    #[test]
    fn why_a_path_is_refused_is_told_by_the_character() {
        for (path, told) in [
            ("/v3/x?a=1", "query parameters are given by `query`"),
            ("/v3/x#a", "query parameters are given by `query`"),
            ("/v3/id}", "no beginning"),
            ("/v3/\\x", "a backslash"),
            ("/v3/a b", "a space"),
            ("/v3/x\n", "a control character"),
            ("/v3/x\u{7f}", "a control character"),
            ("/v3/张三", "not ASCII"),
            ("/v3/x|y", "has to be percent-encoded"),
            ("/v3/%2", "a `%`"),
        ] {
            let error = Template::new(Cow::Borrowed(path)).expect_err(path).to_string();
            assert!(error.contains(told), "{path:?}: {error}");
        }
    }

    #[test]
    fn a_path_of_the_api_is_taken() {
        for path in [
            "/v3/x",
            "/v3/ecommerce/applyments/",
            "/v3/a/{id}/b/{other_id}",
            "/v3/a%2Fb/%E5%BC%A0",
            "/v3/a:b@c~d.e/...",
            "/v3/{id}.json",
            "/",
        ] {
            let template = Template::new(Cow::Borrowed(path)).expect(path);
            assert_eq!((template.as_str(), &*template.told()), (path, path));
        }
        let template = Template::new(Cow::Borrowed("/v3/{a}/{b}")).unwrap();
        assert!(template.has("a") && template.has("b") && !template.has("c") && !template.has("{b}"));
    }

    #[test]
    fn of_a_path_that_was_put_together_no_word_is_told() {
        for (path, told) in [
            ("/v3/pay/1217752501201407033233368018", "/v3/…/…"),
            ("/v3/users/zhangsan", "/v3/…/…"),
            ("/brand/global/hk/{id}/", "/brand/global/hk/{id}/"),
            ("/v3/users/oUpF8uMuAJO_M2pxb1Q9zNjWeS6o/%E5%BC%A0/x{id}/a.b", "/v3/…/…/…/…/…"),
        ] {
            assert_eq!(Template::new(Cow::Owned(path.to_owned())).unwrap().told(), told);
        }
    }

    #[cfg(feature = "operations-table")]
    #[test]
    fn every_documented_path_is_one() {
        for operation in crate::table::operations() {
            Template::new(Cow::Borrowed(operation.meta.path)).expect(operation.id);
        }
    }
}
