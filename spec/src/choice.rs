//! Fields of which a request needs one, whichever: none of them is required by itself.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;

use crate::text::check_name;

/// The alternatives, at least two. One may be several fields that go together.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<Alternative>")]
pub struct Choice(Vec<Vec<String>>);

#[derive(Deserialize)]
#[serde(untagged)]
enum Alternative {
    One(String),
    Together(Vec<String>),
}

impl Choice {
    pub fn new(alternatives: Vec<Vec<String>>) -> Result<Self, String> {
        let mut seen = BTreeSet::new();
        for name in alternatives.iter().flatten() {
            check_name(name)?;
            if !seen.insert(name) {
                return Err(format!("`one_of` has `{name}` twice"));
            }
        }
        if alternatives.len() < 2 || alternatives.iter().any(Vec::is_empty) {
            return Err("`one_of` has two alternatives at least, each of them a field or several".to_owned());
        }
        Ok(Self(alternatives))
    }

    pub fn alternatives(&self) -> &[Vec<String>] {
        &self.0
    }

    /// The names of all fields.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flatten().map(String::as_str)
    }

    /// As the files have it: `["a", ["b", "c"]]`.
    pub fn to_list(&self) -> String {
        let quoted = |names: &[String]| names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        let alternative = |names: &Vec<String>| match names.as_slice() {
            [name] => format!("\"{name}\""),
            names => format!("[{}]", quoted(names)),
        };
        format!("[{}]", self.0.iter().map(alternative).collect::<Vec<_>>().join(", "))
    }
}

impl TryFrom<Vec<Alternative>> for Choice {
    type Error = String;

    fn try_from(alternatives: Vec<Alternative>) -> Result<Self, String> {
        let names = |alternative| match alternative {
            Alternative::One(name) => vec![name],
            Alternative::Together(names) => names,
        };
        Self::new(alternatives.into_iter().map(names).collect())
    }
}

/// In words, with what is made of each name: `` `a`, `b` with `c` ``.
pub fn in_words(alternatives: &[Vec<String>], word: impl Fn(&str) -> String) -> String {
    let together = |names: &Vec<String>| names.iter().map(|name| word(name)).collect::<Vec<_>>().join(" with ");
    alternatives.iter().map(together).collect::<Vec<_>>().join(", ")
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&in_words(&self.0, |name| format!("`{name}`")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Choice, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn an_alternative_is_a_field_or_several() {
        let choice = parsed("[\"a\", [\"b\", \"c\"]]").unwrap();
        assert_eq!(choice.to_list(), "[\"a\", [\"b\", \"c\"]]");
        assert_eq!(choice.to_string(), "`a`, `b` with `c`");
        assert_eq!(choice.names().collect::<Vec<_>>(), ["a", "b", "c"]);
    }

    #[test]
    fn what_is_no_choice_is_refused() {
        for text in ["[]", "[\"a\"]", "[\"a\", []]", "[[\"a\", \"b\"]]"] {
            assert!(parsed(text).unwrap_err().starts_with("`one_of` has two alternatives at least"), "{text}");
        }
        assert!(parsed("[\"a\", [\"b\", \"a\"]]").unwrap_err().starts_with("`one_of` has `a` twice"));
        assert!(parsed("[\"a\", \"b c\"]").unwrap_err().starts_with("`b c` cannot be the name of a field"));
    }
}
