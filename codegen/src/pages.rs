//! The pages of a documentation tree.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::page::Page;

/// Where the operations and notifications lie in a checkout of the documentation. Other folders hold guides.
pub const DOCUMENTED: [&str; 3] = ["openapi/v3", "openapi/brand", "webhook/v3"];

/// How the names of pages end.
const ENDINGS: [&str; 2] = ["md", "txt"];

/// How the names of pages of markdown end elsewhere.
const OTHER_ENDINGS: [&str; 8] = ["markdown", "mdown", "mdwn", "mdtxt", "mdtext", "mkd", "mkdn", "mdx"];

/// Whether a name that ends so may be that of a page: on other machines it is, or it is a slip.
fn is_meant(ending: &str) -> bool {
    let plain = ending.trim().to_ascii_lowercase();
    ENDINGS.into_iter().chain(OTHER_ENDINGS).any(|known| plain == known)
}

/// How deep below a folder a checkout is looked for.
const DEPTH: usize = 2;

/// Loads the pages of a checkout of the documentation, or of a folder that holds nothing but pages. One that is a
/// part of a checkout, or lies above one, is refused: its pages would have other names.
pub fn load_documentation(root: &Path) -> io::Result<Vec<Arc<Page>>> {
    let refuse = |reason: String| Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
    if !root.is_dir() {
        return refuse(format!("{} is no folder; `--docs` names the root of the documentation", root.display()));
    }
    if let Some(above) = checkout_around(root) {
        let reason = format!("{} is a part of the documentation; its root is {}", root.display(), above.display());
        return refuse(reason);
    }
    if !is_checkout(root) {
        let mut below = BTreeSet::new();
        checkouts_below(root, DEPTH, &mut below);
        if !below.is_empty() {
            let names: Vec<String> = below.iter().map(|root| root.display().to_string()).collect();
            return refuse(format!(
                "{} holds the documentation in {}: name that folder",
                root.display(),
                names.join(", ")
            ));
        }
    }
    let pages = load(root, "")?;
    if pages.is_empty() {
        let reason = format!(
            "{} holds no pages (`*.md`, `*.txt`); `--docs` names the root of the documentation",
            root.display()
        );
        return refuse(reason);
    }
    Ok(pages)
}

fn is_checkout(folder: &Path) -> bool {
    DOCUMENTED.iter().any(|part| folder.join(part).is_dir())
}

/// The root of the checkout whose pages a folder is a part of.
fn checkout_around(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let is_part_of = |root: &&Path| {
        let is_inside = |part: &&str| part.split('/').next().is_some_and(|top| folder.starts_with(root.join(top)));
        DOCUMENTED.iter().any(|part| is_inside(part) && root.join(part).is_dir())
    };
    folder.ancestors().skip(1).find(is_part_of).map(Path::to_owned)
}

fn checkouts_below(folder: &Path, depth: usize, found: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        // What cannot be looked into is no checkout.
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            if is_checkout(&path) {
                found.insert(path);
            } else if depth > 1 {
                checkouts_below(&path, depth - 1, found);
            }
        }
    }
}

/// Loads all pages below a folder: those of its [`DOCUMENTED`] folders where it has one of them, else every page; or a
/// file alone. `prefix` is put before the paths by which the pages are known.
pub fn load(root: &Path, prefix: &str) -> io::Result<Vec<Arc<Page>>> {
    if root.is_file() {
        let name = name(root.parent().unwrap_or(root), root, prefix);
        return Ok(vec![Arc::new(Page::from_bytes(name, &fs::read(root)?))]);
    }
    let parts: Vec<PathBuf> = DOCUMENTED.iter().map(|part| root.join(part)).filter(|part| part.is_dir()).collect();
    let mut found = Found::default();
    for part in if parts.is_empty() { vec![root.to_owned()] } else { parts } {
        found.folder(&part);
    }
    if !found.errors.is_empty() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, found.errors.join("\n")));
    }
    found.pages.sort();
    found.pages.par_iter().map(|file| Ok(Arc::new(Page::from_bytes(name(root, file, prefix), &read(file)?)))).collect()
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    fs::read(file).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))
}

fn name(root: &Path, file: &Path, prefix: &str) -> String {
    let below = file.strip_prefix(root).unwrap_or(file);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    format!("{prefix}{}", parts.join("/"))
}

/// The files of a tree, and all that is wrong with it.
#[derive(Default)]
struct Found {
    pages: Vec<PathBuf>,
    errors: Vec<String>,
}

impl Found {
    fn folder(&mut self, folder: &Path) {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.fail(folder, error),
        };
        for entry in entries {
            match entry {
                Ok(entry) => self.entry(&entry),
                Err(error) => self.fail(folder, error),
            }
        }
    }

    /// A link to a page is that page. One to a folder may lead round in a circle, and is not followed.
    fn entry(&mut self, entry: &fs::DirEntry) {
        let path = entry.path();
        let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
        let is_page = ENDINGS.contains(&&*ending);
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => self.folder(&path),
            Ok(kind) if kind.is_symlink() && path.is_dir() => {
                self.fail(&path, "is a symbolic link to a folder, which is not followed; put the folder there");
            }
            Ok(_) if !is_page && is_meant(&ending) => {
                let reason =
                    format!("ends in `.{}`; the name of a page ends in `.md` or `.txt`", ending.escape_debug());
                self.fail(&path, reason);
            }
            Ok(_) if !is_page => {}
            Ok(_) if path.to_str().is_none() => self.fail(&path, "has a name that is not UTF-8"),
            Ok(_) => match fs::metadata(&path) {
                Ok(metadata) if metadata.is_file() => self.pages.push(path),
                Ok(_) => self.fail(&path, "is no file"),
                Err(error) => self.fail(&path, error),
            },
            Err(error) => self.fail(&path, error),
        }
    }

    fn fail(&mut self, path: &Path, reason: impl Display) {
        self.errors.push(format!("{}: {reason}", path.display()));
    }
}
