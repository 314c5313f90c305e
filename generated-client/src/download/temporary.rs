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
        // Its name is short, however long the other one is.
        let mut builder = Builder::new();
        let builder = builder.prefix(".wechatpay-").suffix(".part");
        let (file, path) = builder.tempfile_in(folder(destination))?.into_parts();
        if let Some(replaced) = replaced {
            keep_mode(&file, &replaced)?;
        }
        Ok((Self { path, destination: destination.to_owned() }, file.into()))
    }

    /// Gives it its name, for good: also where the machine stops right afterwards.
    pub(super) async fn keep(self) -> io::Result<()> {
        let folder = folder(&self.destination).to_owned();
        self.path.persist(self.destination).map_err(|failed| failed.error)?;
        sync(&folder).await
    }
}

fn folder(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// A name is kept by the folder that it stands in.
#[cfg(unix)]
async fn sync(folder: &Path) -> io::Result<()> {
    let syncing = async { File::open(folder).await?.sync_all().await };
    match syncing.await {
        Err(error) if is_no_loss(error.kind()) => Ok(()),
        synced => synced,
    }
}

/// Some file systems have nothing to say to it, and a folder may take files without being read. The file is there.
#[cfg(unix)]
fn is_no_loss(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied)
}

/// There, no folder can be opened.
#[cfg(not(unix))]
async fn sync(_: &Path) -> io::Result<()> {
    Ok(())
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

/// The mode says what a group may do, and not which: so the group is kept too, or it may do nothing.
#[cfg(unix)]
fn keep_mode(file: &std::fs::File, replaced: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    let group = replaced.gid();
    let has_group = file.metadata()?.gid() == group || fchown(file, None, Some(group)).is_ok();
    let mode = kept_mode(replaced.permissions().mode(), has_group);
    file.set_permissions(std::fs::Permissions::from_mode(mode))
}

#[cfg(unix)]
fn kept_mode(replaced: u32, has_group: bool) -> u32 {
    replaced & if has_group { 0o777 } else { 0o707 }
}

/// There, what a file may be used for is inherited from its folder.
#[cfg(not(unix))]
fn keep_mode(_: &std::fs::File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};

    use super::*;

    #[test]
    fn a_group_that_is_another_one_may_do_nothing() {
        assert_eq!(kept_mode(0o100_664, true), 0o664);
        assert_eq!(kept_mode(0o100_664, false), 0o604);
        assert_eq!(kept_mode(0o106_750, true), 0o750);
    }

    fn run<T>(work: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().build().expect("it can be made").block_on(work)
    }

    /// Before anything is fetched, and not when all of it has come.
    #[test]
    fn a_name_that_no_file_can_have_is_told_at_once() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let long = folder.path().join("a".repeat(5_000));
        assert!(Temporary::create(&long).is_err(), "no system takes a path of so many bytes");
        Temporary::create(&folder.path().join("bill.csv")).expect("nothing is there yet");
    }

    #[test]
    fn a_folder_that_is_gone_is_told() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        run(sync(folder.path())).expect("it is there");
        let gone = run(sync(&folder.path().join("gone"))).expect_err("it is not there");
        assert_eq!(gone.kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_folder_that_may_not_be_read_takes_files_all_the_same() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let mode = |mode| std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(mode));
        mode(0o300).expect("it is ours");
        let (temporary, _) = Temporary::create(&folder.path().join("bill.csv")).expect("it can be written to");
        run(temporary.keep()).expect("the file is there");
        mode(0o700).expect("it is ours");
        // Whoever may do anything may read it too.
        assert!(is_no_loss(io::ErrorKind::PermissionDenied));
        assert!(is_no_loss(io::ErrorKind::Unsupported) && !is_no_loss(io::ErrorKind::StorageFull));
    }

    /// That of processes cannot be written to a disk, and says so (`EINVAL`).
    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_that_has_nothing_to_say_to_it_spoils_no_file() {
        let refused = std::fs::File::open("/proc").and_then(|folder| folder.sync_all()).expect_err("it has no disk");
        assert_eq!(refused.kind(), io::ErrorKind::InvalidInput);
        run(sync(Path::new("/proc"))).expect("the file is there all the same");
    }

    /// Who may give files to another group keeps the group; who may not has none to keep.
    #[test]
    fn a_file_that_replaces_one_has_its_group() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = folder.path().join("bill.csv");
        std::fs::write(&path, "yesterday's").expect("a file can be written");
        let own = path.metadata().expect("it is there").gid();
        let group = if chown(&path, None, Some(own + 1)).is_ok() { own + 1 } else { own };
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).expect("it is ours");
        let (temporary, _) = Temporary::create(&path).expect("the folder is there");
        run(temporary.keep()).expect("it takes the name");
        let kept = path.metadata().expect("it is there");
        assert_eq!((kept.gid(), kept.mode() & 0o7777), (group, 0o640));
    }
}
