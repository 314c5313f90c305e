//! What a refresh has done, and what it leaves to a person, as markdown.

use std::collections::BTreeMap;
use std::fmt::Write;

use wechatpay_spec::overrides::Paste;
use wechatpay_spec::{AllowList, Held, Source, Spec};

use crate::accept;
use crate::diagnostic::{Code, Diagnostic, Style, render};
use crate::generate::Summary;
use crate::judge::Blamed;
use crate::refresh::news::Groups;
use crate::refresh::upstream;

/// Everything that is said of a refresh.
pub struct Worksheet<'a> {
    pub before: Option<&'a Source>,
    pub after: &'a str,
    /// The commits between the two, newest first.
    pub between: Option<&'a [String]>,
    pub summary: &'a Summary,
    /// Warnings, and the errors of pages that are held, since now or before.
    pub diagnostics: &'a [Diagnostic],
    /// Those of the warnings that nobody has seen yet.
    pub news: &'a Groups,
    /// What is accepted of the pages by now.
    pub allowed: &'a AllowList,
    pub committed: &'a Spec,
    pub spec: &'a Spec,
    /// Files that have changed, by their paths.
    pub changed: Vec<&'a str>,
    /// What waits for a decision about the corrected spec, each as it is to be shown: what has come, siblings,
    /// pairs, what second sources say otherwise.
    pub corrections: Vec<Decision>,
    /// The semantic diff, as markdown.
    pub diff: &'a str,
}

/// What a person must decide: where, what, and the lines to paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub place: String,
    pub what: String,
    /// Each with what it is for.
    pub paste: Vec<(String, String)>,
}

impl Worksheet<'_> {
    /// What a person must decide: of pages that are held, of what is left of the pages, of the corrected spec.
    pub fn decisions(&self) -> Vec<Decision> {
        self.open().chain(self.warnings()).collect()
    }

    /// What keeps a page from being taken over, or the checks from passing: a warning does neither.
    pub fn open(&self) -> impl Iterator<Item = Decision> {
        let held = self.summary.held.pages().iter().map(|(page, held)| self.held(page, held));
        held.chain(self.corrections.iter().cloned())
    }

    fn held(&self, page: &str, held: &wechatpay_spec::HeldPage) -> Decision {
        let errors = self.diagnostics.iter().filter(|said| said.page.path == page && said.is_error());
        let mut shown: Vec<String> = errors.clone().map(|said| render(said, Style::Plain)).collect();
        let misfits: Vec<&Blamed> = self.summary.misfits.iter().filter(|misfit| misfit.page == page).collect();
        shown.extend(misfits.iter().map(|misfit| format!("error: {}", misfit.said)));
        let kept: Vec<String> = Held::kept(self.spec, page).collect();
        let kept = if kept.is_empty() { "nothing: it was never read".to_owned() } else { kept.join(", ") };
        let codes: Vec<&str> = held.codes.iter().map(String::as_str).collect();
        let what = format!(
            "is held for {} since {}; the spec keeps from it: {kept}\n\n```text\n{}\n```",
            codes.join(", "),
            held.since,
            shown.join("\n\n")
        );
        let place = errors.clone().next().map_or_else(|| page.to_owned(), place_of);
        let lines = lines(errors, self.allowed);
        let allow = "into `spec/allow.toml`, if the spec holds what is meant all the same";
        let allow = (!lines.is_empty()).then(|| (allow.to_owned(), lines));
        let pastes = misfits.iter().filter_map(|misfit| misfit.paste.clone());
        let pastes = pastes.map(|Paste { into, lines }| (into.to_owned(), lines));
        Decision { place, what, paste: allow.into_iter().chain(pastes).collect() }
    }

    /// The warnings that are news.
    fn warnings(&self) -> Vec<Decision> {
        let news = self.groups().into_iter().filter(|(of, _)| self.news.contains(of));
        news.filter_map(|(_, group)| warning(&group, self.allowed)).collect()
    }

    /// The warnings of pages that are not held: those of one code on one page are decided together.
    fn groups(&self) -> BTreeMap<(String, Code), Vec<&Diagnostic>> {
        let mut groups: BTreeMap<(String, Code), Vec<&Diagnostic>> = BTreeMap::new();
        let is_open = |said: &&Diagnostic| !said.is_error() && !self.summary.held.pages().contains_key(&said.page.path);
        for said in self.diagnostics.iter().filter(is_open) {
            groups.entry((said.page.path.clone(), said.code)).or_default().push(said);
        }
        groups
    }

    /// The worksheet.
    pub fn to_markdown(&self) -> String {
        let decisions = self.decisions();
        let mut out = String::from("# Refresh of the documentation\n\n## Done\n\n");
        for line in self.done() {
            let _ = writeln!(out, "- {line}");
        }
        self.commits(&mut out);
        let _ = writeln!(out, "\n## To decide: {}\n", decisions.len());
        if decisions.is_empty() {
            out.push_str("Nothing.\n");
        }
        for (number, Decision { place, what, paste }) in decisions.iter().enumerate() {
            let _ = writeln!(out, "{}. `{place}` {what}\n", number + 1);
            for (purpose, lines) in paste {
                let _ = writeln!(out, "{purpose}:\n\n```toml\n{}\n```\n", lines.trim_matches('\n'));
            }
        }
        if !decisions.is_empty() {
            let _ = writeln!(out, "{}", self.guide());
        }
        let _ = write!(out, "\n## What changes for callers\n\n{}", self.diff);
        out
    }

    /// Where the pages are to be looked at, and how a run takes over what was decided.
    fn guide(&self) -> String {
        let then = if self.summary.held.is_empty() {
            format!("`cargo xtask generate --docs {}`", upstream::FOLDER)
        } else {
            "the same command with `--dirty`, which takes over each held page that can be read by then".to_owned()
        };
        format!(
            "The pages are below `{}`. Go from top to bottom: of one file the last place comes first, so that the lines \
             above it stay where they are. When all is decided, run {then}.",
            upstream::FOLDER
        )
    }

    fn done(&self) -> Vec<String> {
        let summary = self.summary;
        let from = self.before.and_then(Source::nearest).unwrap_or("no known revision");
        let names = |spec: &Spec| -> Vec<String> {
            let operations = spec.operations.iter().map(|operation| operation.id.to_string());
            operations.chain(spec.webhooks.iter().map(|webhook| format!("webhook {}", webhook.name))).collect()
        };
        let (old, new) = (names(self.committed), names(self.spec));
        let added: Vec<&String> = new.iter().filter(|name| !old.contains(name)).collect();
        let removed: Vec<&String> = old.iter().filter(|name| !new.contains(name)).collect();
        let mut lines = vec![
            format!("from {from} to {}", self.after),
            format!("{} pages and {} rows read", summary.counts.pages, summary.counts.rows),
            format!(
                "{} operations, {} webhooks, {} moved pages; {} added, {} removed",
                summary.operations,
                summary.webhooks,
                summary.moved,
                added.len(),
                removed.len()
            ),
            format!("{} diagnostics accepted, {} corrections", summary.allowed, summary.corrected),
        ];
        lines.extend(added.iter().map(|name| format!("added: `{name}`")));
        lines.extend(removed.iter().map(|name| format!("removed: `{name}`")));
        lines.extend(summary.dropped.iter().map(|dropped| format!("dropped: {dropped}")));
        lines.extend(summary.held.pages().keys().map(|page| format!("held: {page}")));
        let known = self.groups().into_iter().filter(|(of, _)| !self.news.contains(of)).flat_map(|(_, group)| group);
        lines.extend(known.map(|said| {
            let (place, code) = (place_of(said), said.code.as_str());
            format!("still warned of, as before: `{place}` {code}: {}", said.message)
        }));
        let generated = self.changed.iter().filter(|path| path.starts_with("generated-client/")).count();
        lines.push(format!("{} files changed, {generated} of them of the client", self.changed.len()));
        lines
    }

    fn commits(&self, out: &mut String) {
        let Some(between) = self.between else {
            out.push_str("\nWhich commits lie between is not known.\n");
            return;
        };
        let commits = if between.len() == 1 { "commit" } else { "commits" };
        let _ = writeln!(out, "\n{} {commits}:\n", between.len());
        for commit in between {
            let _ = writeln!(out, "- {}", commit.replace('`', ""));
        }
    }
}

fn place_of(said: &Diagnostic) -> String {
    let (line, column) = said.position();
    format!("{}:{line}:{column}", said.page.path)
}

fn warning(group: &[&Diagnostic], allowed: &AllowList) -> Option<Decision> {
    let (first, others) = group.split_first()?;
    let mut what = format!("{}: {}; {}", first.code.as_str(), first.message, first.help());
    for other in others {
        let _ = write!(what, "\n   - `{}`: {}", place_of(other), other.message);
    }
    let into = "into `spec/allow.toml`, if the spec holds what is meant, or beside a correction in `spec/overrides/`";
    Some(Decision {
        place: place_of(first),
        what,
        paste: vec![(into.to_owned(), lines(group.iter().copied(), allowed))],
    })
}

/// The entries that accept all of these.
fn lines<'a>(said: impl Iterator<Item = &'a Diagnostic>, allowed: &AllowList) -> String {
    let entries: Vec<String> = accept::missing(said, allowed).iter().map(accept::Missing::lines).collect();
    entries.join("\n")
}
