//! A file that is not there before it is whole.

use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};

use tokio::fs::File;

use crate::crypto;

/// A file under a name that nobody asks for. It is removed unless it is kept, also when a call is cancelled.
pub(super) struct Temporary {
    path: PathBuf,
    destination: PathBuf,
    kept: bool,
}

impl Temporary {
    /// Creates it in the folder of `destination`, so that it can take that name in one step.
    ///
    /// It does so in one step: a call that is cancelled in the middle of it would leave a file that nobody removes.
    pub(super) fn create(destination: &Path) -> io::Result<(Self, File)> {
        let Some(name) = destination.file_name() else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"));
        };
        let nonce = crypto::nonce().map_err(io::Error::other)?;
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{nonce}.part"));
        let path = destination.with_file_name(hidden);
        let file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        Ok((Self { path, destination: destination.to_owned(), kept: false }, file.into()))
    }

    /// Gives it its name.
    pub(super) async fn keep(mut self) -> io::Result<()> {
        tokio::fs::rename(&self.path, &self.destination).await?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.kept {
            // Nothing can be done about a failure here, and the name tells what it is.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
