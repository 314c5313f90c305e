//! The pages of a documentation tree.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::page::Page;

/// Where the operations and notifications lie in a checkout of the documentation. Other folders hold guides.
const DOCUMENTED: [&str; 2] = ["openapi/v3", "webhook/v3"];

/// Loads all pages below a folder: those of its `openapi/v3` and `webhook/v3` where it has one of them, else every
/// page; or a file alone. `prefix` is put before the paths by which the pages are known.
pub fn load(root: &Path, prefix: &str) -> io::Result<Vec<Arc<Page>>> {
    if root.is_file() {
        let name = name(root.parent().unwrap_or(root), root, prefix);
        return Ok(vec![Arc::new(Page::from_bytes(name, &fs::read(root)?))]);
    }
    let parts: Vec<PathBuf> = DOCUMENTED.iter().map(|part| root.join(part)).filter(|part| part.is_dir()).collect();
    let mut files = Vec::new();
    for part in if parts.is_empty() { vec![root.to_owned()] } else { parts } {
        collect(&part, &mut files)?;
    }
    files.sort();
    files.par_iter().map(|file| Ok(Arc::new(Page::from_bytes(name(root, file, prefix), &fs::read(file)?)))).collect()
}

fn name(root: &Path, file: &Path, prefix: &str) -> String {
    let below = file.strip_prefix(root).unwrap_or(file);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    format!("{prefix}{}", parts.join("/"))
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries =
        fs::read_dir(dir).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", dir.display())))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "md" || ending == "txt") {
            files.push(path);
        }
    }
    Ok(())
}
