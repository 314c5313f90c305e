//! A file that is not there before it is whole.

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempPath};
use tokio::fs::File;

/// A file under a name that nobody asks for. It is removed unless it is kept, also when a call is cancelled.
///
/// Nobody else may read it, unless a file that it replaces could be read by others: a bill tells of people and money.
pub(super) struct Temporary {
    path: TempPath,
    destination: PathBuf,
}

impl Temporary {
    /// Creates it in the folder of `destination`, so that it can take that name in one step.
    ///
    /// It does so in one step: a call that is cancelled in the middle of it would leave a file that nobody removes.
    pub(super) fn create(destination: &Path) -> io::Result<(Self, File)> {
        if destination.file_name().is_none() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"));
        }
        let replaced = replaceable(destination)?;
        let folder = destination.parent().filter(|folder| !folder.as_os_str().is_empty());
        // Its name is short, however long the other one is.
        let mut builder = Builder::new();
        let builder = builder.prefix(".wechatpay-").suffix(".part");
        let (file, path) = builder.tempfile_in(folder.unwrap_or_else(|| Path::new(".")))?.into_parts();
        if let Some(replaced) = replaced {
            keep_mode(&file, &replaced)?;
        }
        Ok((Self { path, destination: destination.to_owned() }, file.into()))
    }

    /// Gives it its name.
    pub(super) fn keep(self) -> io::Result<()> {
        self.path.persist(self.destination).map_err(|failed| failed.error)
    }
}

/// The file that is there already. A link is replaced itself, and what it points to is left alone; a device or a pipe
/// would be lost.
fn replaceable(destination: &Path) -> io::Result<Option<Metadata>> {
    match destination.symlink_metadata() {
        Ok(found) if found.is_file() => Ok(Some(found)),
        Ok(found) if found.is_symlink() => Ok(None),
        Ok(_) => Err(io::Error::new(io::ErrorKind::InvalidInput, "what the path names is there, and is no file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn keep_mode(file: &std::fs::File, replaced: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(replaced.permissions().mode() & 0o777))
}

/// There, what a file may be used for is inherited from its folder.
#[cfg(not(unix))]
fn keep_mode(_: &std::fs::File, _: &Metadata) -> io::Result<()> {
    Ok(())
}
