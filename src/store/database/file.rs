//! The file of a database: one server at a time uses it, and it is noticed when it is no longer the
//! one that was opened.
use anyhow::{Context, Result, bail};
use std::{
    fs::{File, Metadata, OpenOptions, TryLockError, metadata},
    path::{Path, PathBuf},
};

/// A database's file while it is in use.
pub struct OpenFile {
    path: PathBuf,
    identity: Identity,
    /// Locked until it is closed. A lock of the database itself would be lost whenever a copy of it
    /// is made.
    _lock: File,
}

/// Which file it is, whatever its name: device and inode.
type Identity = (u64, u64);

impl OpenFile {
    /// The file that was just opened; an error if another process has it.
    pub fn new(path: &Path) -> Result<Self> {
        let mut lock_path = path.as_os_str().to_owned();
        lock_path.push("-lock");
        let lock = private(OpenOptions::new().create(true).truncate(false).write(true))
            .open(&lock_path)
            .with_context(|| format!("`{}` cannot be opened", Path::new(&lock_path).display()))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!("database is locked"),
            Err(TryLockError::Error(why)) => return Err(why).context("database is not lockable"),
        }
        Ok(Self {
            identity: identity(&metadata(path)?),
            path: path.into(),
            _lock: lock,
        })
    }
    /// Whether what is written still gets to the file of this name.
    pub fn check(&self) -> Result<()> {
        let found = metadata(&self.path).ok();
        match found.is_some_and(|found| identity(&found) == self.identity) {
            true => Ok(()),
            false => bail!(
                "the database file `{}` was moved, replaced or removed; start again with the right one",
                self.path.display()
            ),
        }
    }
}

/// A file that only its owner may read.
#[cfg(unix)]
pub fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600)
}
#[cfg(not(unix))]
pub fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(unix)]
fn identity(of: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (of.dev(), of.ino())
}
/// Elsewhere only a file that is gone is noticed.
#[cfg(not(unix))]
fn identity(_: &Metadata) -> Identity {
    (0, 0)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_file_is_used_once_and_missed_when_it_is_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("w.db");
        fs::write(&path, "one").unwrap();
        let open = OpenFile::new(&path).unwrap();
        assert!(OpenFile::new(&path).is_err());
        fs::write(&path, "changed").unwrap();
        open.check().unwrap();
        fs::rename(&path, folder.path().join("elsewhere.db")).unwrap();
        assert!(open.check().is_err());
        fs::write(&path, "another").unwrap();
        assert!(open.check().is_err());
        drop(open);
        OpenFile::new(&path).unwrap().check().unwrap();
    }
}
