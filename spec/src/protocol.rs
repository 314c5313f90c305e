//! What the protocol says of operations, and no page does: who signs, how an answer is verified, when to send again.

use std::fmt;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::again::{self, Numbers, Retry};
use crate::error::{Place, SpecError};
use crate::load::optional;
use crate::model::{Operation, OperationId, Spec};
use crate::near;

/// How a successful answer is verified, where it is not by a signature over its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verify {
    /// It carries no signature.
    Unsigned,
    /// The signature is over the SHA-1 that a header gives.
    StatementSha1,
}

/// Who signs a request, where it is not the merchant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Auth {
    /// A brand, in its own name and with a key of its own.
    Brand,
}

impl Auth {
    pub fn signer(self) -> &'static str {
        match self {
            Self::Brand => "the brand",
        }
    }
}

/// What differs for one operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub verify: Option<Verify>,
    pub retry: Option<Retry>,
    pub auth: Option<Auth>,
}

impl Facts {
    /// These and those. `None` where both say something of the same thing.
    fn and(self, other: Self) -> Option<Self> {
        let Self { verify, retry, auth } = self;
        let twice = (verify.is_some() && other.verify.is_some())
            || (retry.is_some() && other.retry.is_some())
            || (auth.is_some() && other.auth.is_some());
        let both = Self { verify: verify.or(other.verify), retry: retry.or(other.retry), auth: auth.or(other.auth) };
        (!twice).then_some(both)
    }
}

/// What a statement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Scope {
    One(OperationId),
    /// All operations below a path that ends in a slash.
    Below(String),
}

impl Scope {
    fn below(path: &str) -> Result<Self, String> {
        if path.starts_with('/') && path.ends_with('/') {
            Ok(Self::Below(path.to_owned()))
        } else {
            Err(format!("`{path}` is no path that begins and ends with a slash, such as `/brand/`"))
        }
    }

    fn covers(&self, id: &OperationId) -> bool {
        match self {
            Self::One(one) => one == id,
            Self::Below(path) => id.path.starts_with(path),
        }
    }

    /// Whether there can be an operation that both are about.
    fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::One(id), scope) | (scope, Self::One(id)) => scope.covers(id),
            (Self::Below(one), Self::Below(other)) => one.starts_with(other) || other.starts_with(one),
        }
    }

    /// Why it is about nothing.
    fn is_idle(&self, spec: &Spec) -> Option<String> {
        if spec.operations.iter().any(|operation| self.covers(&operation.id)) {
            return None;
        }
        Some(match self {
            Self::One(id) => format!("`{id}` is not in the spec{}", near::operation(spec, id)),
            Self::Below(path) => format!("the spec has no operation below `{path}`"),
        })
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(id) => write!(f, "`{id}`"),
            Self::Below(path) => write!(f, "`{path}`"),
        }
    }
}

/// What `protocol.toml` says. No two statements say something of the same thing about the same operation.
#[derive(Clone, Debug, Default)]
pub struct Protocol {
    said: Vec<(Scope, Facts, Place)>,
    numbers: Option<Numbers>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    again: Option<again::Entry>,
    #[serde(default)]
    facts: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default)]
    operations: Vec<Spanned<String>>,
    #[serde(default)]
    below: Vec<Spanned<String>>,
    auth: Option<Auth>,
    verify: Option<Verify>,
    retry: Option<Retry>,
    /// Why it is so. For the reader of the file; required, so that it is there.
    #[expect(dead_code, reason = "its presence is what is checked")]
    source: String,
}

impl Entry {
    /// What it is about, each with its offset in the file.
    fn scopes(&self) -> impl Iterator<Item = (usize, Result<Scope, String>)> {
        let one = |text: &String| text.parse().map(Scope::One);
        let operations = self.operations.iter().map(move |text| (text.span().start, one(text.get_ref())));
        operations.chain(self.below.iter().map(|text| (text.span().start, Scope::below(text.get_ref()))))
    }

    fn facts(&self) -> Facts {
        Facts { verify: self.verify, retry: self.retry, auth: self.auth }
    }
}

impl Protocol {
    /// The file below the spec's folder.
    pub const FILE: &'static str = "protocol.toml";

    /// Reads `protocol.toml` below `dir`, where there is one.
    pub fn load(dir: &Path) -> Result<Self, Vec<SpecError>> {
        let text = optional(dir, Self::FILE).map_err(|error| vec![error])?;
        text.map_or_else(|| Ok(Self::default()), |text| Self::parse(Self::FILE, &text))
    }

    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<SpecError>> {
        let parsed: File = toml::from_str(text).map_err(|error| vec![SpecError::of_toml(file, text, &error)])?;
        let mut protocol = Self::default();
        let mut errors = Vec::new();
        match parsed.again.map(|entry| Numbers::of(file, text, entry)).transpose() {
            Ok(numbers) => protocol.numbers = numbers,
            Err(wrong) => errors.extend(wrong),
        }
        for entry in parsed.facts {
            let mut scopes = entry.get_ref().scopes().peekable();
            if scopes.peek().is_none() {
                let place = Place::of_offset(text, entry.span().start);
                errors.push(SpecError::at(file, place, "it names no operation, and no path".to_owned()));
            }
            for (at, scope) in scopes {
                let place = Place::of_offset(text, at);
                let added = scope.and_then(|scope| protocol.add(scope, entry.get_ref().facts(), place));
                errors.extend(added.err().map(|reason| SpecError::at(file, place, reason)));
            }
        }
        if errors.is_empty() { Ok(protocol) } else { Err(errors) }
    }

    fn add(&mut self, scope: Scope, facts: Facts, place: Place) -> Result<(), String> {
        if facts == Facts::default() {
            return Err(format!("nothing is said of {scope}"));
        }
        let before = self.said.iter().find(|(other, said, _)| other.meets(&scope) && said.and(facts).is_none());
        if let Some((other, ..)) = before {
            let of = if *other == scope { String::new() } else { format!(", of {other}") };
            return Err(format!("{scope} has been said before{of}"));
        }
        self.said.push((scope, facts, place));
        Ok(())
    }

    pub fn facts(&self, operation: &OperationId) -> Facts {
        let said = self.said.iter().filter(|(scope, ..)| scope.covers(operation));
        said.fold(Facts::default(), |all, (_, facts, _)| all.and(*facts).unwrap_or(all))
    }

    /// When an operation may be sent again: as is said of it, else by the numbers that it carries.
    pub fn retry(&self, operation: &Operation) -> Retry {
        let said = self.facts(&operation.id).retry;
        said.unwrap_or_else(|| again::usual(operation, self.numbers.as_ref()))
    }

    /// The members of the body by which a request is known again where one of them is given, though none need be. Where
    /// it is said how often an operation is sent, that is so whatever is given.
    pub fn known_by<'a>(&self, operation: &'a Operation) -> Vec<&'a str> {
        match self.facts(&operation.id).retry {
            Some(_) => Vec::new(),
            None => again::optional(operation, self.numbers.as_ref()),
        }
    }

    /// What speaks of operations that the spec does not have, or of numbers that none of them carries.
    pub fn check(&self, spec: &Spec) -> Vec<SpecError> {
        let idle =
            |(scope, _, place): &(Scope, Facts, Place)| Some(SpecError::at(Self::FILE, *place, scope.is_idle(spec)?));
        let unused = self.numbers.iter().flat_map(|numbers| numbers.check(Self::FILE, spec));
        unused.chain(self.said.iter().filter_map(idle)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_found_by_operation() {
        let text = "[[facts]]\noperations = [\"GET /v3/statements\"]\nverify = \"statement-sha1\"\nsource = \"x\"\n";
        let protocol = Protocol::parse("protocol.toml", text).unwrap();
        let id = "GET /v3/statements".parse().unwrap();
        assert_eq!(protocol.facts(&id).verify, Some(Verify::StatementSha1));
        assert_eq!(protocol.facts(&"GET /v3/other".parse().unwrap()), Facts::default());
        let errors = protocol.check(&Spec::default());
        assert_eq!(errors[0].to_string(), "protocol.toml:2:15: `GET /v3/statements` is not in the spec");
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        let twice = "[[facts]]\noperations = [\"GET /a\", \"GET /a\"]\nretry = \"refund\"\nsource = \"x\"\n";
        let errors = Protocol::parse("protocol.toml", twice).unwrap_err();
        assert_eq!(errors[0].to_string(), "protocol.toml:2:25: `GET /a` has been said before");
        let empty = "[[facts]]\noperations = [\"GET /a\"]\nsource = \"x\"\n";
        let errors = Protocol::parse("protocol.toml", empty).unwrap_err();
        assert_eq!(errors[0].to_string(), "protocol.toml:2:15: nothing is said of `GET /a`");
    }
    #[test]
    fn what_is_said_of_a_path_is_said_of_all_below_it() {
        let text = "[[facts]]\nbelow = [\"/brand/\"]\nauth = \"brand\"\nsource = \"x\"\n\n\
                    [[facts]]\noperations = [\"GET /brand/x\"]\nverify = \"unsigned\"\nsource = \"x\"\n";
        let protocol = Protocol::parse("protocol.toml", text).unwrap();
        let facts = |id: &str| protocol.facts(&id.parse().unwrap());
        let brand = Facts { auth: Some(Auth::Brand), ..Facts::default() };
        assert_eq!(facts("POST /brand/x/{id}"), brand);
        assert_eq!(facts("GET /brand/x"), Facts { verify: Some(Verify::Unsigned), ..brand });
        for other in ["GET /v3/brand/x", "GET /brandy/x", "GET /brand"] {
            assert_eq!(facts(other), Facts::default(), "{other}");
        }
        let errors: Vec<_> = protocol.check(&Spec::default()).iter().map(ToString::to_string).collect();
        assert_eq!(
            errors,
            [
                "protocol.toml:2:10: the spec has no operation below `/brand/`",
                "protocol.toml:7:15: `GET /brand/x` is not in the spec"
            ]
        );
    }

    #[test]
    fn one_thing_is_said_of_an_operation_once() {
        let refused = |about: &str| {
            let text = format!(
                "[[facts]]\nbelow = [\"/a/b/\"]\nauth = \"brand\"\nsource = \"x\"\n\n\
                 [[facts]]\n{about}\nauth = \"brand\"\nsource = \"x\"\n"
            );
            Protocol::parse("protocol.toml", &text).map_err(|errors| errors[0].to_string()).map(|_| ())
        };
        let before = |place: &str, rest: &str| Err(format!("protocol.toml:{place}: {rest}"));
        assert_eq!(refused("below = [\"/a/b/\"]"), before("7:10", "`/a/b/` has been said before"));
        assert_eq!(refused("below = [\"/a/\"]"), before("7:10", "`/a/` has been said before, of `/a/b/`"));
        assert_eq!(refused("below = [\"/a/b/c/\"]"), before("7:10", "`/a/b/c/` has been said before, of `/a/b/`"));
        let one = "`GET /a/b/c` has been said before, of `/a/b/`";
        assert_eq!(refused("operations = [\"GET /a/b/c\"]"), before("7:15", one));
        assert_eq!(refused("below = [\"/a/c/\"]\noperations = [\"GET /a/x\"]"), Ok(()));
        let slash = "`/c` is no path that begins and ends with a slash, such as `/brand/`";
        assert_eq!(refused("below = [\"/c\"]"), before("7:10", slash));
        assert_eq!(refused(""), before("6:1", "it names no operation, and no path"));
    }
}
