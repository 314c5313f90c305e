//! Paths, and errors that name them.

use std::fs::{self, FileType};
use std::io;
use std::path::Path;

/// An error of the file system says of itself what, and not of which file.
pub fn at<T>(path: &Path, result: io::Result<T>) -> io::Result<T> {
    result.map_err(|error| named(path, &error))
}

pub fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// What is at a path itself, be it a link. Nothing may be there.
pub fn kind_of(path: &Path) -> io::Result<Option<FileType>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata.file_type())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        // A file stands where the path wants a folder, and is reported as that.
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(None),
        Err(error) => at(path, Err(error)),
    }
}

/// The folders above a path, without the root.
pub fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(slash, _)| &path[..slash])
}

/// The path of what is called `name` in a folder; the root's is empty.
pub fn join(below: &str, name: &str) -> String {
    if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") }
}
