//! What people have decided, and how it is laid over what the pages state: which slips of a page are accepted, what is
//! corrected, what the protocol adds.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use wechatpay_spec::overrides::{Arrival, Misfit, Scope, Siblings, Undecided};
use wechatpay_spec::pairs::{Compared, Difference};
use wechatpay_spec::sourced::Odd;
use wechatpay_spec::{
    AllowList, Corrected, Filtered, Formats, Held, Names, Occurrence, Overrides, Pairs, Place, Presence, Products,
    Protocol, Schemas, Spec, SpecError, Target, Types, inventory, near, validate,
};

use crate::diagnostic::{Code, Diagnostic};
use crate::hold;

/// The files below `spec/` that stand beside what is read from the pages.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    pub allowed: AllowList,
    pub overrides: Overrides,
    pub protocol: Protocol,
    pub presence: Presence,
    /// Notifications and the queries that answer with the same object.
    pub pairs: Pairs,
    /// What is one type, wherever it stands.
    pub types: Types,
    /// What products and their operations are called.
    pub products: Products,
    /// What second sources say of fields: the formats of texts, the names of types.
    pub formats: Formats,
    pub schemas: Schemas,
    /// The pages that are held. A machine writes it when it is told to, and an entry stays until its page can be read.
    pub held: Held,
    /// No decision, but what was decided once: the names that are published.
    pub names: Names,
}

/// The text of files below `spec/` that people write in.
pub type Texts = BTreeMap<String, String>;

/// The list of accepted slips, below `spec/`.
pub const ALLOW: &str = "allow.toml";
/// The evidence of what answers hold, below `spec/`.
pub const PRESENCE: &str = "presence.json";
/// Folders of decisions, below `spec/`.
const FOLDERS: [&str; 2] = [inventory::OVERRIDES, Types::FOLDER];

/// The corrected spec, and what does not fit.
#[derive(Debug, Default)]
pub struct Outcome {
    pub corrected: Corrected,
    /// How many corrections it took.
    pub count: usize,
    pub misfits: Vec<Misfit>,
    /// Facts of the protocol about operations that are gone.
    pub gone: Vec<SpecError>,
    /// What the evidence of presence says and is not so.
    pub presence: Vec<SpecError>,
    /// What makes no sense in the corrected spec.
    pub invalid: Vec<SpecError>,
    /// Declined siblings that are none any more.
    pub declined: Vec<SpecError>,
    /// Pairs of what is gone, and exceptions that excuse nothing.
    pub unpaired: Vec<SpecError>,
    /// Places of types that are gone, and types of which one place is left.
    pub unshared: Vec<SpecError>,
    /// Names of products and titles of what is gone.
    pub unlisted: Vec<SpecError>,
    /// What second sources say of fields that are gone.
    pub unsourced: Vec<SpecError>,
    pub open: Open,
}

/// What a person has still to decide about the corrected spec. It keeps nothing from being made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Open {
    /// Targets that are named as still to come, and have come.
    pub arrived: Vec<Arrival>,
    /// Operations that have the mistake of a correction, and that it neither covers nor declines.
    pub undecided: Vec<Undecided>,
    /// Where a notification and a query that answers with the same object are not alike.
    pub differences: Vec<Difference>,
    /// Examples that have not the format that second sources state.
    pub odd: Vec<Odd>,
    /// What lets places of a type differ, and no two of them do.
    pub needless: Vec<String>,
}

impl Open {
    /// Each in words, with its place below `spec/`.
    pub fn notes(&self) -> Vec<String> {
        let arrived = self.arrived.iter().map(ToString::to_string);
        let undecided = self.undecided.iter().map(ToString::to_string);
        let differences = self.differences.iter().map(ToString::to_string);
        let odd = self.odd.iter().map(ToString::to_string);
        arrived.chain(undecided).chain(differences).chain(odd).chain(self.needless.iter().cloned()).collect()
    }
}

impl Outcome {
    pub fn is_fit(&self) -> bool {
        self.misfits.is_empty()
            && self.gone.is_empty()
            && self.presence.is_empty()
            && self.invalid.is_empty()
            && self.declined.is_empty()
            && self.unpaired.is_empty()
            && self.unshared.is_empty()
            && self.unlisted.is_empty()
            && self.unsourced.is_empty()
    }

    /// All errors, sorted.
    pub fn errors(&self) -> Vec<SpecError> {
        let misfits = self.misfits.iter().cloned().map(SpecError::from);
        let others = [
            &self.gone,
            &self.presence,
            &self.invalid,
            &self.declined,
            &self.unpaired,
            &self.unshared,
            &self.unlisted,
            &self.unsourced,
        ];
        let others = others.into_iter().flatten().cloned();
        let mut errors: Vec<SpecError> = misfits.chain(others).collect();
        errors.sort();
        errors
    }
}

impl Decisions {
    /// Reads them, and reports everything that is wrong with them by themselves.
    pub fn load(spec: &Path) -> Result<Self, Vec<SpecError>> {
        let mut errors = Vec::new();
        let decisions = Self {
            allowed: kept(AllowList::load(spec), &mut errors),
            overrides: kept(Overrides::load(spec), &mut errors),
            protocol: kept(Protocol::load(spec), &mut errors),
            presence: kept(Presence::load(spec).map_err(|error| vec![error]), &mut errors),
            pairs: kept(Pairs::load(spec), &mut errors),
            types: kept(Types::load(spec), &mut errors),
            products: kept(Products::load(spec), &mut errors),
            formats: kept(Formats::load(spec).map_err(|error| vec![error]), &mut errors),
            schemas: kept(Schemas::load(spec).map_err(|error| vec![error]), &mut errors),
            held: kept(Held::load(spec), &mut errors),
            names: kept(Names::load(spec), &mut errors),
        };
        errors.extend(inventory::strays(spec).unwrap_or_else(|error| vec![error]));
        errors.extend(decisions.allowed.unfinished());
        errors.extend(unknown_codes(&decisions.allowed, &decisions.held));
        if errors.is_empty() { Ok(decisions) } else { Err(errors) }
    }

    /// The text of all files that can lose what has become stale.
    pub fn texts(spec: &Path) -> io::Result<Texts> {
        let mut names = vec![ALLOW.to_owned(), Protocol::FILE.to_owned(), Pairs::FILE.to_owned()];
        for folder in FOLDERS {
            let Ok(entries) = fs::read_dir(spec.join(folder)) else { continue };
            let files = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
            let files = files.filter(|file| Path::new(file).extension().is_some_and(|ending| ending == "toml"));
            names.extend(files.map(|file| format!("{folder}/{file}")));
        }
        let read = names.into_iter().filter_map(|name| match fs::read_to_string(spec.join(&name)) {
            Ok(text) => Some(Ok((name, text))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => Some(Err(io::Error::new(error.kind(), format!("spec/{name}: {error}")))),
        });
        read.collect()
    }

    /// The same decisions by other texts, those of [`texts`](Self::texts).
    pub fn with(&self, texts: &Texts) -> Result<Self, Vec<SpecError>> {
        let of = |file: &str| texts.get(file).map_or("", String::as_str);
        let below = |folder: &str| -> BTreeMap<String, String> {
            let files = texts.iter().filter(|(file, _)| Path::new(file).starts_with(folder));
            files.map(|(file, text)| (file.clone(), text.clone())).collect()
        };
        Ok(Self {
            allowed: AllowList::parse(ALLOW, of(ALLOW))?,
            overrides: Overrides::from_files(&below(inventory::OVERRIDES))?,
            protocol: Protocol::parse(Protocol::FILE, of(Protocol::FILE))?,
            presence: self.presence.clone(),
            pairs: Pairs::parse(Pairs::FILE, of(Pairs::FILE))?,
            types: Types::from_files(&below(Types::FOLDER))?,
            products: self.products.clone(),
            formats: self.formats.clone(),
            schemas: self.schemas.clone(),
            held: self.held.clone(),
            names: self.names.clone(),
        })
    }

    /// Takes the accepted diagnostics out. An entry for a page that was read must occur as often as it says.
    pub fn accept(&self, diagnostics: Vec<Diagnostic>, read: impl Fn(&str) -> bool) -> Filtered<Diagnostic> {
        let said: Vec<(Diagnostic, String)> = diagnostics.into_iter().map(with_text).collect();
        let filtered = self.allowed.filter(said, read, |(diagnostic, text)| Occurrence {
            code: diagnostic.code.as_str(),
            page: &diagnostic.page.path,
            text,
        });
        Filtered {
            left: filtered.left.into_iter().map(|(diagnostic, _)| diagnostic).collect(),
            allowed: filtered.allowed,
            unused: filtered.unused,
        }
    }

    /// All that does not fit a spec by itself, and a copy of the spec, corrected as far as the corrections fit.
    pub fn misses(&self, stated: &Spec) -> (Spec, Vec<SpecError>) {
        let mut spec = stated.clone();
        let (_, misfits) = self.overrides.fit(&mut spec, Scope::Whole);
        let mut errors: Vec<SpecError> = misfits.into_iter().map(SpecError::from).collect();
        errors.extend(self.protocol.check(&spec));
        errors.extend(self.presence.check(&spec));
        errors.extend(self.overrides.siblings(stated, &spec).stale);
        errors.extend(self.pairs.check(&spec).stale);
        errors.extend(self.types.check(&spec));
        errors.extend(self.products.check(&spec));
        (spec, errors)
    }

    /// Corrects a copy of the spec, and looks whether the result makes sense. All that does not fit is found together.
    pub fn correct(&self, stated: &Spec, scope: Scope, is_held: &dyn Fn(&Target) -> bool) -> Outcome {
        let mut spec = stated.clone();
        let (applied, mut misfits) = self.overrides.fit(&mut spec, scope);
        misfits.retain(|misfit| !(misfit.is_absent() && is_held(&misfit.target)));
        let is_whole = scope == Scope::Whole;
        let gone = if is_whole { self.protocol.check(&spec) } else { Vec::new() };
        // After corrections that do not fit, it would be about fields that they add.
        let presence = if is_whole && misfits.is_empty() { self.presence.check(&spec) } else { Vec::new() };
        let invalid = validate(&spec);
        // A part of the documentation says nothing about the operations beside it.
        let is_searched = is_whole && misfits.is_empty();
        let siblings = if is_searched { self.overrides.siblings(stated, &spec) } else { Siblings::default() };
        let compared = if is_searched { self.pairs.check(&spec) } else { Compared::default() };
        let Compared { differences, stale: unpaired } = compared;
        let unshared = if is_searched { self.types.check(&spec) } else { Vec::new() };
        let unlisted = if is_searched { self.products.check(&spec) } else { Vec::new() };
        let (unsourced, odd) = if is_searched { self.sourced(&spec) } else { Default::default() };
        // What no place needs is seen once types are named.
        let needless = Vec::new();
        let open = Open { arrived: applied.arrived, undecided: siblings.undecided, differences, odd, needless };
        self.formats.lay(&mut spec);
        let corrected = Corrected {
            spec,
            presence: self.presence.clone(),
            protocol: self.protocol.clone(),
            pairs: self.pairs.clone(),
            types: self.types.clone(),
            products: self.products.clone(),
            names: self.names.clone(),
            held: self.held.clone(),
        };
        Outcome {
            corrected,
            count: applied.corrected,
            misfits,
            gone,
            presence,
            invalid,
            declined: siblings.stale,
            unpaired,
            unshared,
            unlisted,
            unsourced,
            open,
        }
    }
}

impl Decisions {
    /// What second sources say of fields that are gone, and what examples speak against.
    fn sourced(&self, spec: &Spec) -> (Vec<SpecError>, Vec<Odd>) {
        let stale = self.formats.check(spec).into_iter().chain(self.schemas.check(spec)).collect();
        (stale, self.formats.odd(spec))
    }
}

/// Codes that no diagnostic has: what they stand for can never occur.
fn unknown_codes(allowed: &AllowList, held: &Held) -> Vec<SpecError> {
    let known: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let of_held: Vec<&str> = known.iter().copied().chain(hold::REASONS).collect();
    let error = |file: &str, place: Option<Place>, code: &str, known: &[&str]| SpecError {
        file: file.to_owned(),
        place,
        reason: format!("there is no code `{code}`{}", near::similar(code, known)),
    };
    let entries = allowed.entries().iter().filter(|entry| !known.contains(&entry.code.as_str()));
    let entries = entries.map(|entry| error(ALLOW, Some(entry.place), &entry.code, &known));
    let pages = held.pages().values().flat_map(|page| page.codes.iter().map(|code| (page.place, code.as_str())));
    let pages = pages.filter(|(_, code)| !of_held.contains(code));
    let pages = pages.map(|(place, code)| error(Held::FILE, place, code, &of_held));
    entries.chain(pages).collect()
}

fn kept<T: Default>(loaded: Result<T, Vec<SpecError>>, errors: &mut Vec<SpecError>) -> T {
    loaded.unwrap_or_else(|more| {
        errors.extend(more);
        T::default()
    })
}

/// What an entry may name: the message, or a piece of the line.
fn with_text(diagnostic: Diagnostic) -> (Diagnostic, String) {
    let text = format!("{}\n{}", diagnostic.message, diagnostic.line());
    (diagnostic, text)
}
