//! Files that no one ever sees half-written, and where they lie.
use anyhow::{Context, Result, anyhow};
use serde::de::DeserializeOwned;
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// The database's file.
pub fn file_of(url: &str) -> Result<PathBuf> {
    let path = url
        .strip_prefix("sqlite://")
        .map(|rest| rest.split('?').next().unwrap_or(rest));
    match path.filter(|path| !path.is_empty() && *path != ":memory:") {
        Some(path) => Ok(path.into()),
        None => Err(anyhow!(
            "database `{url}`: give an address such as sqlite://wiretwin.db, or --ephemeral"
        )),
    }
}

/// The folder for the files beside the database: `wiretwin-files` for `wiretwin.db`.
pub fn folder_of(url: &str) -> Result<PathBuf> {
    let file = file_of(url)?;
    let stem = file
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    Ok(file.with_file_name(format!("{stem}-files")))
}

/// An error unless the folder is there in which the file is to be.
pub fn need_folder_of(file: &Path) -> Result<()> {
    let folder = file.parent().filter(|path| !path.as_os_str().is_empty());
    match folder {
        Some(folder) if !folder.exists() => Err(anyhow!(
            "the folder `{}` does not exist; make it, or give another --database",
            folder.display()
        )),
        Some(folder) if !folder.is_dir() => Err(anyhow!("`{}` is no folder", folder.display())),
        _ => Ok(()),
    }
}

/// What an earlier start left in a file, if there was one.
pub fn read_kept<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    let wrong = || format!("`{}` cannot be read", path.display());
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).with_context(wrong),
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(why) => Err(why).with_context(wrong),
    }
}

/// Writes a file that everyone may read.
pub fn write_whole(path: &Path, text: &str) -> Result<()> {
    write(path, text, readable)
}

/// Writes a file that only its owner may read, as a temporary file is from the start.
pub fn write_private(path: &Path, text: &str) -> Result<()> {
    write(path, text, |_| Ok(()))
}

fn write(path: &Path, text: &str, permit: fn(&Path) -> std::io::Result<()>) -> Result<()> {
    let folder = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let written = || -> std::io::Result<()> {
        let folder = folder.unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new()
            .prefix(".wiretwin")
            .tempfile_in(folder)?;
        file.write_all(text.as_bytes())?;
        permit(file.path())?;
        // The name must not outlive a power loss that the text did not.
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    written().map_err(|why| unwritable(path, &why))
}

/// Makes a folder that only its owner may open, and shuts one that is there to others.
pub fn make_private_folder(folder: &Path) -> Result<()> {
    let made = || -> std::io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
        shut(folder, 0o700)
    };
    made().map_err(|why| unwritable(folder, &why))
}

/// Makes a file that only its owner may read, unless it is there, and shuts one that is there to
/// others. It must be possible to write to it, and to put other files beside it.
pub fn make_private(path: &Path) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let folder = path.parent().filter(|path| !path.as_os_str().is_empty());
    let made = || -> std::io::Result<()> {
        tempfile::tempfile_in(folder.unwrap_or(Path::new(".")))?;
        options.open(path)?;
        shut(path, 0o600)
    };
    made().map_err(|why| unwritable(path, &why))
}

/// Why a file or folder cannot be written. Where a permission is missing, it says whose.
fn unwritable(path: &Path, why: &std::io::Error) -> anyhow::Error {
    let path = path.display();
    match (why.kind(), user_id()) {
        (std::io::ErrorKind::PermissionDenied, Some(user)) => anyhow!(
            "`{path}` cannot be written: permission denied to the user with the id {user}; make the folder writable for that user"
        ),
        _ => anyhow!("`{path}` cannot be written: {why}"),
    }
}

#[cfg(target_os = "linux")]
fn user_id() -> Option<u32> {
    Some(rustix::process::geteuid().as_raw())
}
#[cfg(not(target_os = "linux"))]
fn user_id() -> Option<u32> {
    None
}

/// Takes from others what they may do with a file or folder; what belongs to another user stays.
#[cfg(unix)]
fn shut(path: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    match fs::metadata(path)?.permissions().mode() & 0o077 {
        0 => {}
        _ => drop(fs::set_permissions(path, fs::Permissions::from_mode(mode))),
    }
    Ok(())
}
#[cfg(not(unix))]
fn shut(_: &Path, _: u32) -> std::io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn readable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}
#[cfg(not(unix))]
fn readable(_: &Path) -> std::io::Result<()> {
    Ok(())
}
