//! Pages that are held: they could not be read when the documentation was, or no client could be built of them, and the
//! spec keeps what it last read from each of them. One bad page does not hold up a thousand, and is not forgotten either.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Place, SpecError};
use crate::load::optional;
use crate::model::Spec;
use crate::source::Source;

/// What `held.toml` says. Machines write it; an entry goes when its page can be read again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pages: BTreeMap<String, HeldPage>,
}

/// Why a page is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldPage {
    /// The codes of what is wrong with it, sorted.
    pub codes: BTreeSet<String>,
    /// The first state of the documentation in which it could not be read: a commit; a digest where there is none;
    /// [`Held::OWN`] where there is no documentation but our own pages.
    pub since: String,
    /// Where the file says so; nothing for one that has not been written yet.
    pub place: Option<Place>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    held: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    page: Spanned<String>,
    codes: BTreeSet<String>,
    since: Spanned<String>,
}

const HEAD: &str = "\
# Pages that could not be read, or would not build, from which the spec keeps what it last read. `cargo xtask generate
# --hold` writes them. One that can be read again is an error: then its entry goes.
";

impl Held {
    /// The file below the spec's folder.
    pub const FILE: &'static str = "held.toml";

    /// The state of the documentation where no folder of it was read.
    pub const OWN: &'static str = "the repository's own pages";

    /// Reads `held.toml` below `dir`; without it no page is held.
    pub fn load(dir: &Path) -> Result<Self, Vec<SpecError>> {
        let text = optional(dir, Self::FILE).map_err(|error| vec![error])?;
        text.map_or_else(|| Ok(Self::default()), |text| Self::parse(Self::FILE, &text))
    }

    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<SpecError>> {
        let parsed: File = toml::from_str(text).map_err(|error| vec![SpecError::of_toml(file, text, &error)])?;
        let mut held = Self::default();
        let mut errors = Vec::new();
        for Entry { page, codes, since } in parsed.held {
            let place = Place::of_offset(text, page.span().start);
            let since_place = Place::of_offset(text, since.span().start);
            let (page, since) = (page.into_inner(), since.into_inner());
            if !is_state(&since) {
                let since = since.escape_debug();
                let reason =
                    format!("`{since}` is no state of the documentation: the full name of a commit, or a digest");
                errors.push(SpecError::at(file, since_place, reason));
            }
            let problem = if codes.is_empty() {
                Some("says no code".to_owned())
            } else if held.pages.contains_key(&page) {
                Some(format!("`{page}` comes twice"))
            } else {
                None
            };
            match problem {
                Some(reason) => errors.push(SpecError::at(file, place, reason)),
                None => held.insert(page, HeldPage { codes, since, place: Some(place) }),
            }
        }
        if errors.is_empty() { Ok(held) } else { Err(errors) }
    }

    /// The pages by their path below the documentation's root.
    pub fn pages(&self) -> &BTreeMap<String, HeldPage> {
        &self.pages
    }

    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    pub fn insert(&mut self, page: String, held: HeldPage) {
        self.pages.insert(page, held);
    }

    /// What the spec keeps from a held page: its operations and event types, as their names are written.
    pub fn kept<'a>(spec: &'a Spec, page: &'a str) -> impl Iterator<Item = String> + 'a {
        let of_page = move |source: &str| source.split('#').next() == Some(page);
        let operations = spec.operations.iter().filter(move |operation| of_page(&operation.source));
        let webhooks = spec.webhooks.iter().filter(move |webhook| of_page(&webhook.source));
        operations
            .map(|operation| operation.id.to_string())
            .chain(webhooks.map(|webhook| format!("webhook {}", webhook.name)))
    }

    /// The text of the file.
    pub fn to_toml(&self) -> String {
        let text = |text: &str| toml::Value::from(text).to_string();
        let entries = self.pages.iter().map(|(page, held)| {
            let codes: Vec<String> = held.codes.iter().map(|code| text(code)).collect();
            let (page, codes, since) = (text(page), codes.join(", "), text(&held.since));
            format!("\n[[held]]\npage = {page}\ncodes = [{codes}]\nsince = {since}\n")
        });
        format!("{HEAD}{}", entries.collect::<String>())
    }
}

/// What a run calls the state that it read.
fn is_state(name: &str) -> bool {
    name == Held::OWN || Source::is_commit(name) || Source::is_digest(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[[held]]\npage = \"openapi/v3/a.md\"\ncodes = [\"bad-name\"]\nsince = \"0123456789abcdef0123456789abcdef01234567\"\n";
    const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

    #[test]
    fn what_is_written_is_read_again() {
        let held = Held::parse("held.toml", TEXT).unwrap();
        let page = &held.pages()["openapi/v3/a.md"];
        assert_eq!((page.codes.len(), page.since.as_str()), (1, COMMIT));
        assert_eq!(page.place, Some(Place { line: 2, column: 8 }));
        let written = held.to_toml();
        assert!(written.ends_with(TEXT), "{written}");
        assert_eq!(Held::parse("held.toml", &written).unwrap().to_toml(), written);
    }

    #[test]
    fn an_entry_says_what_and_since_when_and_once() {
        let text = TEXT.replace("\"bad-name\"", "") + TEXT + TEXT;
        let errors = Held::parse("held.toml", &text).unwrap_err();
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let expected = ["held.toml:2:8: says no code", "held.toml:10:8: `openapi/v3/a.md` comes twice"];
        assert_eq!(errors, expected);
    }

    #[test]
    fn since_when_is_a_state_of_the_documentation() {
        let digest = format!("sha256:{COMMIT}{}", &COMMIT[..24]);
        for since in [COMMIT, &digest, Held::OWN] {
            assert!(Held::parse("held.toml", &TEXT.replace(COMMIT, since)).is_ok(), "{since}");
        }
        for since in
            ["", " ", "main", "r1", &COMMIT[..9], &COMMIT.to_uppercase(), "sha256:00", &digest[7..70], "yesterday"]
        {
            let errors = Held::parse("held.toml", &TEXT.replace(COMMIT, since)).unwrap_err();
            let reason = format!("`{since}` is no state of the documentation: the full name of a commit, or a digest");
            assert_eq!(errors[0].to_string(), format!("held.toml:4:9: {reason}"));
        }
    }
}
