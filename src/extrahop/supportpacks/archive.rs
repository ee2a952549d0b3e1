//! Files as one tar.gz, and what is in one that somebody sent.
use crate::base::clock::{Millis, format_time};
use flate2::{Compression, GzBuilder, read::GzDecoder};
use std::io::{Read, Result};

/// The most that is unpacked of a file, in bytes, and the most names that are read in it.
const UNPACKED: u64 = 64 * 1024 * 1024;
const LISTED: usize = 1000;

/// Texts in one folder. The same texts at the same time are the same bytes.
pub fn archive(
    folder: &str,
    at: Millis,
    files: &[(&str, String)],
) -> crate::base::problem::Result<Vec<u8>> {
    let packed = pack(folder, at, files);
    Ok(packed.map_err(anyhow::Error::from)?)
}

fn pack(folder: &str, at: Millis, files: &[(&str, String)]) -> Result<Vec<u8>> {
    let seconds = at.div_euclid(1000).max(0);
    let gzip = GzBuilder::new()
        .mtime(seconds.try_into().unwrap_or(0))
        .write(vec![], Compression::default());
    let mut tar = tar::Builder::new(gzip);
    for (name, text) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(seconds.unsigned_abs());
        tar.append_data(&mut header, format!("{folder}/{name}"), text.as_bytes())?;
    }
    tar.into_inner()?.finish()
}

/// The names of the files in a tar.gz; none for a file that is something else.
pub fn listing(bytes: &[u8]) -> Option<Vec<String>> {
    let unpacked = GzDecoder::new(bytes).take(UNPACKED);
    let mut tar = tar::Archive::new(unpacked);
    let entries = tar.entries().ok()?.take(LISTED);
    let names: Result<Vec<String>> = entries
        .map(|entry| Ok(String::from_utf8_lossy(&entry?.path_bytes()).into_owned()))
        .collect();
    names.ok().filter(|names| !names.is_empty())
}

/// A time as `20171121-200000`.
pub fn compact_time(at: Millis) -> String {
    let time = format_time(at).replace('T', "-");
    let (day, hour) = time
        .trim_end_matches('Z')
        .rsplit_once('-')
        .unwrap_or((&time, ""));
    format!("{}-{}", day.replace('-', ""), hour.replace(':', ""))
}

/// Bytes as base64, which is how they are stored.
pub mod base64 {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use bytes::Bytes;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(bytes: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = STANDARD.decode(text).map_err(D::Error::custom)?;
        Ok(bytes.into())
    }
}
