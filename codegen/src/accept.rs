//! Entries of the allow list for what is left, each with a reason that a person fills in.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::Value;
use wechatpay_spec::{AllowList, Allowed, unseen};

use crate::decisions::{ALLOW, Decisions, Texts};
use crate::diagnostic::{Code, Diagnostic};
use crate::prune::counted;

/// The list with entries for each diagnostic of these codes, and what was written.
#[derive(Debug, Default)]
pub struct Accepted {
    pub texts: Texts,
    pub said: Vec<String>,
}

/// Writes the entries that are missing.
pub fn accept(left: &[Diagnostic], codes: &BTreeSet<Code>, decisions: &Decisions, texts: &Texts) -> Accepted {
    let missing = missing(left.iter().filter(|said| codes.contains(&said.code)), &decisions.allowed);
    if missing.is_empty() {
        return Accepted::default();
    }
    let said = missing.iter().map(|missing| missing.said(&decisions.allowed)).collect();
    let raised: BTreeMap<usize, usize> =
        missing.iter().filter_map(|missing| missing.raised(&decisions.allowed)).collect();
    let text = texts.get(ALLOW).map_or("", String::as_str);
    let text = if raised.is_empty() { text.to_owned() } else { counted(text, "allow", &raised) };
    let new = missing.iter().filter(|missing| missing.known.is_none());
    let new: Vec<String> = new.map(|missing| format!("\n{}", missing.lines())).collect();
    Accepted { texts: Texts::from([(ALLOW.to_owned(), text + &new.concat())]), said }
}

/// An entry that is to be written.
#[derive(Debug)]
pub struct Missing {
    code: Code,
    page: String,
    /// Which of them it is, where the page has others that are accepted for a reason of their own.
    text: Option<String>,
    count: usize,
    /// The entry that says just this already, and counts too few.
    known: Option<usize>,
    lost: Lost,
}

/// What is not in the spec for as long as it is accepted: no slip that does no harm.
#[derive(Clone, Debug, Default)]
struct Lost {
    rows: usize,
    /// How the rows are named, each with its line.
    names: Vec<String>,
}

impl Lost {
    fn add(&mut self, said: &Diagnostic) {
        if said.refused == 0 {
            return;
        }
        self.rows += said.refused;
        let name = said.line().trim().trim_start_matches('|').split(['|', '{']).next().unwrap_or_default().trim();
        self.names.push(format!("`{}` (line {})", unseen::shown(name), said.position().0));
    }

    fn said(&self) -> Option<String> {
        let rows = if self.rows == 1 { "1 row".to_owned() } else { format!("{} rows", self.rows) };
        (self.rows > 0).then(|| format!("it keeps {rows} out of the client: {}", self.names.join(", ")))
    }
}

/// The page, the code, and the text where there is one: what an entry is known by.
type Key<'a> = (&'a str, Code, Option<String>);

/// The entries for what is left: one for each code on a page, unless there is one for others of them. Its reason need not
/// hold for these: they get entries that name a text.
pub fn missing<'a>(left: impl Iterator<Item = &'a Diagnostic>, allowed: &AllowList) -> Vec<Missing> {
    let mut found: BTreeMap<Key<'_>, (usize, Option<usize>, Lost)> = BTreeMap::new();
    for said in left {
        let (text, known) = text(said, allowed);
        let (count, _, lost) =
            found.entry((&said.page.path, said.code, text)).or_insert_with(|| (0, known, Lost::default()));
        *count += 1;
        lost.add(said);
    }
    let entry = |((page, code, text), (count, known, lost)): (Key<'_>, _)| Missing {
        code,
        page: page.to_owned(),
        text,
        count,
        known,
        lost,
    };
    found.into_iter().map(entry).collect()
}

/// The text by which an entry tells a diagnostic from those that are accepted already, and the entry that has it.
fn text(said: &Diagnostic, allowed: &AllowList) -> (Option<String>, Option<usize>) {
    let is_alike = |entry: &&Allowed| entry.code == said.code.as_str() && entry.page == said.page.path;
    if !allowed.entries().iter().any(|entry| is_alike(&entry)) {
        return (None, None);
    }
    let known = |text: &str| {
        let mut entries = allowed.entries().iter();
        entries.position(|entry| is_alike(&entry) && entry.text.as_deref() == Some(text))
    };
    let mut texts =
        quoted(&said.message).chain([said.message.as_str(), said.line().trim()]).filter(|text| !text.is_empty());
    let last = said.line().trim();
    match texts.find(|text| known(text).is_none()) {
        Some(text) => (Some(text.to_owned()), None),
        None => (Some(last.to_owned()), known(last)),
    }
}

/// What stands in backticks, with them.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    let marks: Vec<usize> = message.match_indices('`').map(|(mark, _)| mark).collect();
    let pairs: Vec<(usize, usize)> = marks.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.into_iter().map(|(start, end)| &message[start..=end])
}

impl Missing {
    /// The lines of the entry, below what it costs.
    pub fn lines(&self) -> String {
        let page = Value::from(self.page.as_str());
        let text =
            self.text.as_ref().map(|text| format!("text = {}\n", Value::from(text.as_str()))).unwrap_or_default();
        let count = if self.count == 1 { String::new() } else { format!("count = {}\n", self.count) };
        let (code, reason) = (self.code.as_str(), AllowList::TO_FILL_IN);
        let lost = self.lost.said().map(|lost| format!("# Mind: {lost}\n")).unwrap_or_default();
        format!("{lost}[[allow]]\ncode = \"{code}\"\npage = {page}\n{text}{count}reason = \"{reason}\"\n")
    }

    /// The entry that there is, and its new count.
    fn raised(&self, allowed: &AllowList) -> Option<(usize, usize)> {
        self.known.map(|index| (index, allowed.entries()[index].count + self.count))
    }

    fn said(&self, allowed: &AllowList) -> String {
        let (code, page) = (self.code.as_str(), &self.page);
        let said = match self.raised(allowed) {
            Some((index, count)) => {
                format!("spec/{ALLOW}:{}: {count} of `{code}` in {page}", allowed.entries()[index].place)
            }
            None => format!("spec/{ALLOW}: {} of `{code}` in {page}: its reason is to be filled in", self.count),
        };
        self.lost.said().map_or_else(|| said.clone(), |lost| format!("{said}; {lost}"))
    }
}
