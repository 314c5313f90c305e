//! Files, as they are on the disk.

use std::fs;
use std::path::Path;

use super::finding::{Finding, Report};

/// What is in a file, where one is named and can be read.
pub(super) fn read(check: &'static str, path: Option<&Path>, report: &mut Report) -> Option<Vec<u8>> {
    let path = path?;
    match fs::read(path) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            let found = format!("{} cannot be read: {error}", path.display());
            let remedy = "give the path of the file, and let the user that runs this read it";
            report.add(Finding::error(check, found, remedy));
            None
        }
    }
}

/// Whether others on the machine may read what only its owner should.
#[cfg(unix)]
pub(super) fn guarded(check: &'static str, path: &Path, report: &mut Report) {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = fs::metadata(path).map_or(0, |metadata| metadata.permissions().mode());
    if mode & 0o004 != 0 {
        let found = format!("everyone on this machine may read it (mode {:03o})", mode & 0o777);
        report.add(Finding::warning(check, found, format!("chmod 600 {}", path.display())));
    }
}

/// Elsewhere a mode tells nothing.
#[cfg(not(unix))]
pub(super) fn guarded(_: &'static str, _: &Path, _: &mut Report) {}
