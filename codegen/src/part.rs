//! How much of the documentation a folder holds: all of it, or some pages. What is taken for the whole and is not would
//! empty the spec; and the pages of a part must be known by the names that they have in the whole.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use wechatpay_spec::Spec;

use crate::origin::{documented_page, is_own, page_of};
use crate::page::Page;
use crate::pages::DOCUMENTED;
use crate::read::Reading;

/// What a folder of pages stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The whole documentation. A folder that holds far fewer pages than the spec knows is refused.
    Whole,
    /// The whole documentation, however many pages have gone.
    Shrunk,
    /// Some pages, whose operations are taken over; all else stays as it is committed.
    Part,
    /// What it holds, for another place than the repository: another state of the documentation, or a part of it.
    Elsewhere,
}

/// So many known pages may be missing from the whole documentation, and a tenth of them.
const MAY_GO: usize = 10;

/// Why a reading cannot be the whole documentation: more than half of the pages that the spec knows are missing, or
/// more than ten that are more than a tenth.
pub fn far_fewer(reading: &Reading, committed: &Spec) -> Option<String> {
    let known = pages_of(committed);
    let missing: Vec<&str> = known.into_iter().filter(|page| !reading.pages.contains_key(*page)).collect();
    let (gone, all) = (missing.len(), pages_of(committed).len());
    if gone * 2 <= all && (gone <= MAY_GO || gone * 10 <= all) {
        return None;
    }
    let first = missing.first().copied().unwrap_or_default();
    Some(format!(
        "the folder is a part of the documentation: it lacks {gone} of the {all} pages that the spec was read from, \
         such as {first}; take over its pages alone with `--merge`, or, where the others have really gone, say `--shrunk`"
    ))
}

/// The upstream pages that a spec was read from.
pub fn pages_of(spec: &Spec) -> BTreeSet<&str> {
    let operations = spec.operations.iter().map(|operation| operation.source.as_str());
    let sources = operations.chain(spec.webhooks.iter().map(|webhook| webhook.source.as_str()));
    sources.filter(|source| !is_own(source)).map(page_of).collect()
}

/// What comes before the paths of the pages below a folder: the folders of the documentation that it lies in.
/// `…/website/openapi/v3/pay` → `openapi/v3/pay/`; nothing for the documentation's root.
pub fn prefix(folder: &Path) -> String {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let below = if folder.is_file() { folder.parent().map(PathBuf::from).unwrap_or_default() } else { folder };
    let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
    let is_start = |index: &usize| {
        let (name, next) = (&names[*index], names.get(index + 1));
        let mut parts = DOCUMENTED.iter().filter_map(|part| part.split_once('/'));
        parts.any(|(top, below)| name == top && next.is_none_or(|next| next == below))
    };
    let start = (0..names.len()).rev().find(is_start);
    start.map(|start| names[start..].join("/") + "/").unwrap_or_default()
}

/// Gives each page of a part the path that it has in the documentation: the one that it came with, where that is one;
/// else that of what it documents; else the one known page whose path ends like its own.
pub fn place(pages: &[Arc<Page>], reading: &Reading, committed: &Spec) -> Result<Vec<Arc<Page>>, String> {
    let documented = documented(reading, committed);
    let known = pages_of(committed);
    let mut placed: BTreeMap<String, &str> = BTreeMap::new();
    let mut all = Vec::with_capacity(pages.len());
    for page in pages {
        let path = if is_placed(&page.path) {
            page.path.clone()
        } else if let Some(path) = documented.get(page.path.as_str()).cloned().or_else(|| ending(&known, &page.path)) {
            path
        } else {
            return Err(format!(
                "{}: which page of the documentation this is cannot be told, for it documents no operation; give it by \
                 a path that holds {}",
                page.path,
                DOCUMENTED.map(|part| format!("`{part}`")).join(" or ")
            ));
        };
        if let Some(other) = placed.insert(path.clone(), &page.path) {
            return Err(format!("{other} and {} are both the page {path} of the documentation", page.path));
        }
        all.push(if path == page.path { Arc::clone(page) } else { Arc::new(page.renamed(path)) });
    }
    Ok(all)
}

fn is_placed(path: &str) -> bool {
    DOCUMENTED.iter().any(|part| path.strip_prefix(part).is_some_and(|below| below.starts_with('/')))
}

/// The documentation's page of each page that documents something: the committed one of what it documents, else the
/// one that is named after it.
fn documented<'a>(reading: &'a Reading, committed: &Spec) -> BTreeMap<&'a str, String> {
    let strip = |source: &str| documented_page(source).to_owned();
    let operations = reading.operations.iter().map(|operation| {
        let known = committed.operations.iter().find(|known| known.id == operation.id);
        let path = operation.id.path.trim_start_matches('/');
        let named = || format!("openapi/{path}.md");
        (page_of(&operation.source), known.map(|known| strip(&known.source)), named())
    });
    let webhooks = reading.webhooks.iter().map(|webhook| {
        let known = committed.webhooks.iter().find(|known| known.name == webhook.name);
        (page_of(&webhook.source), known.map(|known| strip(&known.source)), format!("webhook/v3/{}.md", webhook.name))
    });
    let mut paths: BTreeMap<&str, (bool, String)> = BTreeMap::new();
    for (page, known, named) in operations.chain(webhooks) {
        let found = (known.is_some(), known.unwrap_or(named));
        // What is known says more than a name, and the first of several more than the others.
        let best = paths.entry(page).or_insert_with(|| found.clone());
        if found.0 && !best.0 {
            *best = found;
        }
    }
    paths.into_iter().map(|(page, (_, path))| (page, path)).collect()
}

fn ending(known: &BTreeSet<&str>, path: &str) -> Option<String> {
    let mut found = known.iter().filter(|known| known.strip_suffix(path).is_some_and(|above| above.ends_with('/')));
    let first = found.next()?;
    found.next().is_none().then(|| (*first).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_below_the_documentation_knows_where_it_is() {
        assert_eq!(prefix(Path::new("/x/website/openapi/v3/pay")), "openapi/v3/pay/");
        assert_eq!(prefix(Path::new("/x/website/webhook")), "webhook/");
        assert_eq!(prefix(Path::new("/x/website/openapi/brand/marketing")), "openapi/brand/marketing/");
        assert_eq!(prefix(Path::new("/x/website/webhook/brand")), "");
        assert_eq!(prefix(Path::new("/x/website")), "");
        assert_eq!(prefix(Path::new("/openapi/website")), "");
    }
}
