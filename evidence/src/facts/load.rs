//! Fact files, line by line.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use wechatpay_spec::{Place, SpecError, Target};

use super::line::{self, Parsed};
use super::{Claim, Facts};
use crate::source::{Origin, Source};

impl Facts {
    /// Reads files; all that is wrong with them is reported.
    pub fn load(files: &[PathBuf]) -> Result<Self, Vec<SpecError>> {
        let mut facts = Self::default();
        let mut errors = Vec::new();
        for file in files {
            let name = file.display().to_string();
            match fs::read_to_string(file) {
                Ok(text) => facts.read(&name, &text).unwrap_or_else(|more| errors.extend(more)),
                Err(error) => errors.push(SpecError { file: name, place: None, reason: error.to_string() }),
            }
        }
        if errors.is_empty() { Ok(facts.united()) } else { Err(errors) }
    }

    /// The facts of one text.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<SpecError>> {
        let mut facts = Self::default();
        facts.read(file, text)?;
        Ok(facts.united())
    }

    fn read(&mut self, file: &str, text: &str) -> Result<(), Vec<SpecError>> {
        let mut errors = Vec::new();
        let name: Arc<str> = file.into();
        for (index, text) in text.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
            let origin = Origin { file: Arc::clone(&name), line: index + 1 };
            match line::parse(text, &origin) {
                Ok(parsed) => self.add(parsed),
                Err((column, reason)) => {
                    let place = Some(Place { line: index + 1, column });
                    errors.push(SpecError { file: file.to_owned(), place, reason });
                }
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    fn add(&mut self, parsed: Parsed) {
        let Parsed { claims, samples, events, aside } = parsed;
        self.given.extend(claims.iter().flat_map(|claim| &claim.speakers).map(|speaker| speaker.source));
        self.given.extend(samples.iter().map(|sample| sample.speaker.source));
        self.given.extend(events.iter().map(|event| event.speaker.source));
        self.claims.extend(claims);
        self.samples.extend(samples);
        self.events.extend(events);
        self.aside.extend(aside);
    }

    /// A source that describes an operation several times, once for each host of it, knows what any of them says.
    fn united(mut self) -> Self {
        let mut first: BTreeMap<(Target, wechatpay_spec::Side, Source), usize> = BTreeMap::new();
        let mut claims: Vec<Claim> = Vec::new();
        for claim in self.claims {
            let key = (claim.target.clone(), claim.side, claim.speakers[0].source);
            if let (Target::Operation(_), Some(&index)) = (&claim.target, first.get(&key)) {
                claims[index].unite(claim);
            } else {
                first.insert(key, claims.len());
                claims.push(claim);
            }
        }
        self.claims = claims;
        self
    }
}

impl Claim {
    fn unite(&mut self, other: Self) {
        for (path, fact) in other.fields.0 {
            if self.fields.get(&path).is_none() {
                self.fields.0.push((path, fact));
            }
        }
        self.elsewhere.extend(other.elsewhere);
    }
}
