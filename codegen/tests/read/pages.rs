//! The pages below `tests/pages`: one file for each oddity.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use wechatpay_codegen::page::Page;

/// Opens each page of a file that holds several, or one whose path matters.
const OPENING: &[u8] = b"=== ";

/// A page as it lies on disk.
pub struct Source {
    pub path: String,
    pub bytes: Vec<u8>,
}

impl Source {
    pub fn page(&self) -> Arc<Page> {
        Arc::new(Page::from_bytes(&self.path, &self.bytes))
    }
}

/// Every fixture, sorted.
pub fn fixtures() -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages"), &mut files);
    files.sort();
    assert!(files.len() > 80, "the fixtures are there");
    files
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}

/// The pages of a fixture. One without an opening is known by the name of its file, which is not that of a URL.
pub fn sources(file: &Path) -> Vec<Source> {
    let bytes = fs::read(file).expect("the fixture can be read");
    if !bytes.starts_with(OPENING) {
        let name = file.file_name().expect("a fixture has a name").to_string_lossy();
        return vec![Source { path: format!("fixtures/{name}"), bytes }];
    }
    let mut sources: Vec<Source> = Vec::new();
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        if let Some(path) = line.strip_prefix(OPENING) {
            sources.push(Source { path: String::from_utf8_lossy(path).trim().to_owned(), bytes: Vec::new() });
        } else if let Some(source) = sources.last_mut() {
            source.bytes.extend(line);
        }
    }
    sources
}

pub fn pages(file: &Path) -> Vec<Arc<Page>> {
    sources(file).iter().map(Source::page).collect()
}
