//! `types/*.toml`: what may stand in them, checked before the spec is seen.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::entry::{Declined, SharedType, Unite};
use super::place::TypePlace;
use super::twice::Seen;
use crate::error::{Lines, Place, SpecError};
use crate::load::Read;

/// What the files say, in their order and in that of their lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Types {
    entries: Vec<SharedType>,
    declined: Vec<Declined>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "type")]
    types: Vec<TypeFile>,
    #[serde(default)]
    declined: Vec<Spanned<DeclinedFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclinedFile {
    places: Vec<Spanned<String>>,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeFile {
    name: Spanned<String>,
    #[serde(default)]
    unite: Vec<Spanned<Word>>,
    places: Spanned<Vec<Spanned<String>>>,
    reason: Option<Spanned<String>>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Word {
    Required,
    Values,
    Members,
}

impl Types {
    /// The folder below the spec's folder.
    pub const FOLDER: &'static str = crate::inventory::TYPES;

    /// The file of what could be one type and is not to be.
    pub const DECLINED: &'static str = "types/declined.toml";

    /// Reads `types/*.toml` below `dir`, where there are any.
    pub fn load(dir: &Path) -> Result<Self, Vec<SpecError>> {
        let mut read = Read::default();
        read.folder(&dir.join(Self::FOLDER), Self::FOLDER);
        read.parsed(Self::from_files)
    }

    /// Parses files given by their names; all of their errors are reported.
    pub fn from_files(files: &BTreeMap<String, String>) -> Result<Self, Vec<SpecError>> {
        let mut reader = Reader::default();
        for (file, text) in files {
            if Path::new(file).extension().is_none_or(|ending| ending != "toml") {
                reader.errors.push(SpecError::of_file(file, "a type stands in a `.toml` file"));
                continue;
            }
            match toml::from_str::<File>(text) {
                Ok(parsed) => reader.file(file, text, parsed),
                Err(error) => reader.errors.push(SpecError::of_toml(file, text, &error)),
            }
        }
        reader.errors.sort();
        if reader.errors.is_empty() {
            Ok(Self { entries: reader.entries, declined: reader.declined })
        } else {
            Err(reader.errors)
        }
    }

    pub fn entries(&self) -> &[SharedType] {
        &self.entries
    }

    /// What could be one type, and is not to be.
    pub fn declined(&self) -> &[Declined] {
        &self.declined
    }
}

#[derive(Default)]
struct Reader {
    entries: Vec<SharedType>,
    declined: Vec<Declined>,
    seen: Seen,
    errors: Vec<SpecError>,
}

impl Reader {
    fn file(&mut self, file: &str, text: &str, parsed: File) {
        let lines = Lines::of(text);
        for entry in parsed.types {
            let mut errors = Vec::new();
            let entry = entry.read(file, &lines, &mut errors);
            errors.extend(self.seen.take(&entry));
            self.errors.extend(errors.into_iter().map(|(place, reason)| SpecError::at(file, place, reason)));
            self.entries.push(entry);
        }
        for declined in parsed.declined {
            let mut errors = Vec::new();
            let at = lines.place(declined.span().start);
            if file != Types::DECLINED {
                errors.push((at, format!("what is declined stands in `{}`", Types::DECLINED)));
            }
            self.declined.push(declined.into_inner().read(file, at, &lines, &mut errors));
            self.errors.extend(errors.into_iter().map(|(place, reason)| SpecError::at(file, place, reason)));
        }
    }
}

impl DeclinedFile {
    fn read(self, file: &str, at: Place, lines: &Lines<'_>, errors: &mut Vec<(Place, String)>) -> Declined {
        let mut places: Vec<(TypePlace, Place)> = Vec::new();
        for text in self.places {
            let at = lines.place(text.span().start);
            match text.into_inner().parse::<TypePlace>() {
                Ok(place) if places.iter().any(|(known, _)| *known == place) => {
                    errors.push((at, format!("`{place}` stands here twice")));
                }
                Ok(place) => places.push((place, at)),
                Err(reason) => errors.push((at, reason)),
            }
        }
        if self.reason.trim().is_empty() {
            errors.push((at, "what is declined says no reason".to_owned()));
        }
        Declined { file: file.to_owned(), places, reason: self.reason }
    }
}

impl TypeFile {
    fn read(self, file: &str, lines: &Lines<'_>, errors: &mut Vec<(Place, String)>) -> SharedType {
        let place = lines.place(self.name.span().start);
        let full_name = self.name.into_inner();
        let (module, name) = split_name(&full_name).unwrap_or_else(|reason| {
            errors.push((place, reason));
            Default::default()
        });
        let unite = unite(self.unite, lines, errors);
        let listed = lines.place(self.places.span().start);
        let mut places: Vec<(TypePlace, Place)> = Vec::new();
        for text in self.places.into_inner() {
            let at = lines.place(text.span().start);
            match text.into_inner().parse() {
                Ok(place) => places.push((place, at)),
                Err(reason) => errors.push((at, reason)),
            }
        }
        if places.is_empty() && errors.is_empty() {
            errors.push((listed, "`places` names none".to_owned()));
        }
        errors.extend(misplaced(&places));
        let said = self.reason.as_ref().map(|reason| lines.place(reason.span().start));
        let reason = self.reason.map(Spanned::into_inner).unwrap_or_default();
        if reason.trim().is_empty() && (said.is_some() || unite != Unite::default()) {
            errors.push((said.unwrap_or(place), format!("`{full_name}` says no reason")));
        }
        SharedType { file: file.to_owned(), place, module, name, unite, places, reason }
    }
}

fn split_name(full_name: &str) -> Result<(String, String), String> {
    let parts: Vec<&str> = full_name.split("::").collect();
    let is_word = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let starts = |word: &str, is_right: fn(char) -> bool| word.starts_with(is_right) && is_word(word);
    match parts.as_slice() {
        [module, name]
            if starts(module, |first| first.is_ascii_lowercase())
                && !module.contains(|c: char| c.is_ascii_uppercase())
                && starts(name, |first| first.is_ascii_uppercase())
                && !name.contains('_') =>
        {
            Ok(((*module).to_owned(), (*name).to_owned()))
        }
        _ => Err(format!("`{full_name}` is no name of a type in a module, such as `pay::GoodsDetail`")),
    }
}

fn unite(words: Vec<Spanned<Word>>, lines: &Lines<'_>, errors: &mut Vec<(Place, String)>) -> Unite {
    let mut unite = Unite::default();
    for word in words {
        let place = lines.place(word.span().start);
        let given = match word.into_inner() {
            Word::Required => &mut unite.required,
            Word::Values => &mut unite.values,
            Word::Members => &mut unite.members,
        };
        if std::mem::replace(given, true) {
            errors.push((place, "`unite` says it twice".to_owned()));
        }
    }
    unite
}

/// What cannot be together, or not at all.
fn misplaced(places: &[(TypePlace, Place)]) -> Vec<(Place, String)> {
    let known: BTreeSet<&TypePlace> = places.iter().map(|(place, _)| place).collect();
    let mut errors = Vec::new();
    for (place, at) in places {
        if place.is_sent() && place.path.is_empty() {
            errors.push((*at, format!("`{place}` is no type that can be shared: what is sent is the operation's own")));
        }
        if place.is_sent() != places[0].0.is_sent() {
            let (first, words) = (&places[0].0, "what is sent is built, and what comes is read: they are two types");
            errors.push((*at, format!("`{place}` beside `{first}`: {words}")));
        }
        if let Some(outer) = place.above().find(|outer| known.contains(outer)) {
            errors.push((*at, format!("`{place}` lies within `{outer}`: no type holds itself")));
        }
    }
    errors
}
