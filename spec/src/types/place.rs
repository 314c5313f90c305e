//! Where a type stands.

use std::fmt;
use std::str::FromStr;

use crate::names::{escaped, plain};
use crate::target::{Side, Target};

/// `POST /v3/pay/transactions/jsapi request.body detail.goods_detail`: an operation or a notification, a side of it, and
/// the names down to a field, lists and alternatives not marked, as `names.toml` has them. Without a path it is all of
/// the side.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypePlace {
    pub target: Target,
    pub side: Side,
    pub path: Vec<String>,
}

impl TypePlace {
    /// Whether it is filled by whoever calls or answers, and not by WeChat Pay.
    pub fn is_sent(&self) -> bool {
        !matches!(self.side, Side::Response | Side::Resource)
    }

    /// A place further down.
    #[must_use]
    pub fn below(&self, path: &[String]) -> Self {
        Self { target: self.target.clone(), side: self.side, path: [self.path.as_slice(), path].concat() }
    }

    /// Each place that it lies in, the innermost first.
    pub fn above(&self) -> impl Iterator<Item = Self> + '_ {
        (0..self.path.len()).rev().map(|depth| Self { path: self.path[..depth].to_vec(), ..self.clone() })
    }
}

impl FromStr for TypePlace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let what = || format!("`{text}` is not `TARGET SIDE` or `TARGET SIDE PATH`, with a blank between two of them");
        let (first, rest) = text.split_once(' ').ok_or_else(what)?;
        let (second, rest) = rest.split_once(' ').ok_or_else(what)?;
        let (side, path) = rest.split_once(' ').map_or((rest, None), |(side, path)| (side, Some(path)));
        let path: Vec<String> = path.into_iter().flat_map(|path| path.split('.')).map(plain).collect();
        if path.iter().any(String::is_empty) {
            return Err(format!("`{text}`: a path is made of names with a `.` between them"));
        }
        let target: Target = format!("{first} {second}").parse()?;
        let side: Side = side.parse()?;
        if side.is_of_webhook() != matches!(target, Target::Webhook(_)) {
            return Err(format!("`{target}` has no side `{side}`"));
        }
        Ok(Self { target, side, path })
    }
}

impl fmt::Display for TypePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.target, self.side)?;
        if self.path.is_empty() {
            return Ok(());
        }
        let path: Vec<String> = self.path.iter().map(|name| escaped(name)).collect();
        write!(f, " {}", path.join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_again() {
        for text in [
            "POST /v3/a/{b} request.body detail.goods_detail",
            "GET /v3/a response",
            "webhook A.B resource amount",
            "GET /v3/a request.query a%2Eb",
        ] {
            assert_eq!(text.parse::<TypePlace>().unwrap().to_string(), text);
        }
        let dotted: TypePlace = "GET /v3/a response a%2Eb.c".parse().unwrap();
        assert_eq!(dotted.path, ["a.b", "c"]);
        let above: Vec<String> = dotted.above().map(|place| place.to_string()).collect();
        assert_eq!(above, ["GET /v3/a response a%2Eb", "GET /v3/a response"]);
    }

    #[test]
    fn what_is_no_place_is_refused() {
        let refused = |text: &str| text.parse::<TypePlace>().unwrap_err();
        assert!(refused("GET /v3/a").starts_with("`GET /v3/a` is not `TARGET SIDE`"));
        assert_eq!(
            refused("GET /v3/a response a..b"),
            "`GET /v3/a response a..b`: a path is made of names with a `.` between them"
        );
        assert_eq!(refused("GET /v3/a resource"), "`GET /v3/a` has no side `resource`");
        assert_eq!(refused("webhook A.B response"), "`webhook A.B` has no side `response`");
        assert!(refused("GET /v3/a body x").starts_with("`body` is not a side"));
        assert!(refused("get /v3/a response").contains("is not an HTTP method"));
    }
}
