//! Which warnings are news: a person has seen those that the pages got in the state that was committed last.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use wechatpay_spec::{Held, Source};

use crate::diagnostic::{Code, Diagnostic};
use crate::git;
use crate::origin::is_own;
use crate::page::Page;
use crate::read;

/// Warnings of one code on one page: they are decided together.
pub type Groups = BTreeSet<(String, Code)>;

/// The state before a refresh, as it is committed: what has been written since then has been seen by nobody.
#[derive(Debug)]
pub struct Earlier<'a> {
    root: &'a Path,
    /// The repository of the documentation.
    upstream: &'a Path,
    source: Option<Source>,
    held: Held,
}

impl<'a> Earlier<'a> {
    /// `root` is the repository of the spec.
    pub fn of(root: &'a Path, upstream: &'a Path) -> Self {
        let committed = |file: &str| git::run(root, &["show", &format!("HEAD:./spec/{file}")]).ok();
        let source = committed(Source::FILE).and_then(|text| Source::parse(Source::FILE, &text).ok());
        let held = committed(Held::FILE).and_then(|text| Held::parse(Held::FILE, &text).ok());
        Self { root, upstream, source, held: held.unwrap_or_default() }
    }

    /// The warnings that are not all what they were before. Where nobody knows what they were, they are news.
    pub fn news(&self, diagnostics: &[Diagnostic]) -> Groups {
        let mut pages: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
        for said in diagnostics.iter().filter(|said| !said.is_error()) {
            pages.entry(&said.page.path).or_default().push(said);
        }
        let mut news = Groups::new();
        for (page, said) in pages {
            let mut before = self.said(page);
            let is_new = |said: &&&Diagnostic| {
                let known = before.iter().position(|before| is_same(before, said));
                known.map(|known| before.swap_remove(known)).is_none()
            };
            news.extend(said.iter().filter(is_new).map(|said| (page.to_owned(), said.code)));
        }
        news
    }

    /// What is said of a page as it was. Of one that was held nobody has seen it.
    fn said(&self, page: &str) -> Vec<Diagnostic> {
        if self.held.pages().contains_key(page) {
            return Vec::new();
        }
        let (folder, commit) = if is_own(page) {
            (self.root, Some("HEAD"))
        } else {
            (self.upstream, self.source.as_ref().and_then(Source::nearest))
        };
        let text = commit.and_then(|commit| git::run(folder, &["show", &format!("{commit}:./{page}")]).ok());
        text.map_or_else(Vec::new, |text| read::read(&[Arc::new(Page::new(page, &text))]).diagnostics)
    }
}

/// Whether the same is said of the same line, wherever that stands by now.
fn is_same(before: &Diagnostic, now: &Diagnostic) -> bool {
    before.code == now.code && before.message == now.message && before.line() == now.line()
}
