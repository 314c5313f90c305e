//! What a run reads: our own pages, and those of a documentation folder.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;

use wechatpay_spec::{Held, Spec};

use crate::diagnostic::Diagnostic;
use crate::digest;
use crate::failure::Failure;
use crate::origin::{OWN, is_own};
use crate::page::Page;
use crate::pages;
use crate::part::{self, Extent};
use crate::read::{self, Reading};
use crate::recall;

/// A folder of upstream pages that takes the place of what is committed.
#[derive(Clone, Copy, Debug)]
pub struct Docs<'a> {
    pub folder: &'a Path,
    pub extent: Extent,
    /// The commit whose pages these are, all of them and as they are there.
    pub revision: Option<&'a str>,
    /// What the caller calls them, and nothing shows.
    pub claimed: Option<&'a str>,
}

/// All that was read.
#[derive(Debug)]
pub struct Pages {
    pub own: Reading,
    pub upstream: Option<Upstream>,
}

#[derive(Debug)]
pub struct Upstream {
    pub reading: Reading,
    pub extent: Extent,
    pub digest: String,
}

impl Pages {
    pub fn read(root: &Path, docs: Option<Docs<'_>>, committed: &Spec) -> Result<Self, Failure> {
        let own = read::read(&pages::load(&root.join(OWN), OWN)?);
        let upstream = docs.map(|docs| Upstream::read(docs, committed)).transpose()?;
        let mut pages = Self { own, upstream };
        pages.recall(committed);
        Ok(pages)
    }

    /// Adds what no page can tell by itself. Another state of the documentation may say less, and hold fewer pages.
    fn recall(&mut self, committed: &Spec) {
        if self.is_elsewhere() {
            return;
        }
        let known: BTreeSet<&str> =
            part::pages_of(committed).into_iter().filter(|page| !self.speaks_for(page)).collect();
        let is_there = |page: &str| self.reads(page) || self.reads(&format!("{OWN}{page}")) || known.contains(page);
        let ours = recall::told(&self.own, committed, is_there);
        let theirs = self.upstream.as_ref().map(|upstream| recall::told(&upstream.reading, committed, is_there));
        self.own.add(ours);
        if let Some((upstream, theirs)) = self.upstream.as_mut().zip(theirs) {
            upstream.reading.add(theirs);
        }
    }

    /// The reading that is counted: upstream's, where there is one.
    pub fn main(&self) -> &Reading {
        self.upstream.as_ref().map_or(&self.own, |upstream| &upstream.reading)
    }

    /// All that is said of the pages.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        let upstream = self.upstream.iter().flat_map(|upstream| &upstream.reading.diagnostics);
        self.own.diagnostics.iter().chain(upstream)
    }

    /// The name of the state of the documentation that was read.
    pub fn state<'a>(&'a self, docs: Option<Docs<'a>>) -> &'a str {
        let digest = self.upstream.as_ref().map(|upstream| upstream.digest.as_str());
        docs.and_then(|docs| docs.revision).or(digest).unwrap_or(Held::OWN)
    }

    /// Whether a page was read.
    pub fn reads(&self, page: &str) -> bool {
        self.own.pages.contains_key(page) || self.main().pages.contains_key(page)
    }

    /// The pages of the documentation of which a spec has nothing: those that were read, and those that were `known` and
    /// not to be read now.
    pub fn without(&self, known: &BTreeSet<String>, spec: &Spec) -> BTreeSet<String> {
        let mut pages: BTreeSet<String> = known.iter().filter(|page| !self.speaks_for(page)).cloned().collect();
        pages.extend(self.upstream.iter().flat_map(|upstream| upstream.reading.pages.keys()).cloned());
        let with = spec.pages();
        pages.retain(|page| !with.contains(page));
        pages
    }

    /// Whether the run would have read a page, if it were there.
    pub fn speaks_for(&self, page: &str) -> bool {
        match &self.upstream {
            _ if is_own(page) => true,
            Some(Upstream { extent: Extent::Whole | Extent::Shrunk, .. }) => true,
            Some(Upstream { reading, .. }) => reading.pages.contains_key(page),
            None => false,
        }
    }

    /// Whether what was decided for a page must fit it. Another state of the documentation need not have the same slips.
    pub fn binds(&self, page: &str) -> bool {
        !self.is_elsewhere() && self.speaks_for(page)
    }

    pub fn is_elsewhere(&self) -> bool {
        self.upstream.as_ref().is_some_and(|upstream| upstream.extent == Extent::Elsewhere)
    }
}

impl Upstream {
    fn read(Docs { folder, extent, .. }: Docs<'_>, committed: &Spec) -> Result<Self, Failure> {
        let (pages, reading) = if extent == Extent::Part { part(folder, committed)? } else { whole(folder)? };
        if let Some(reason) = (extent == Extent::Whole).then(|| part::far_fewer(&reading, committed)).flatten() {
            return Err(Failure::Refused(reason));
        }
        Ok(Self { digest: digest::of(&pages), reading, extent })
    }
}

fn whole(folder: &Path) -> io::Result<(Vec<Arc<Page>>, Reading)> {
    let pages = pages::load_documentation(folder)?;
    let reading = read::read(&pages);
    Ok((pages, reading))
}

/// The pages of a part, by the paths that they have in the documentation.
fn part(folder: &Path, committed: &Spec) -> Result<(Vec<Arc<Page>>, Reading), Failure> {
    let given = pages::load(folder, &part::prefix(folder))?;
    if given.is_empty() {
        let nothing = format!("{}: there is no page here", folder.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, nothing).into());
    }
    let reading = read::read(&given);
    let placed = part::place(&given, &reading, committed).map_err(Failure::Refused)?;
    if placed == given {
        return Ok((given, reading));
    }
    let reading = read::read(&placed);
    Ok((placed, reading))
}
