//! From a configuration to a fleet with its default twin: the database, the fixture, the keys
//! and the certificate, loaded or made.
mod certificate;
mod credentials_file;
mod files;
mod kept;
mod start_text;
mod twins;

pub use files::write_private;
pub use start_text::start_text;
pub use twins::load;

use super::config::Serve;
use crate::{
    families::CONTENTS,
    kentik::switches::Switches,
    tls::ServerCertificate,
    twin::{access::Credentials, fleet::Fleet, parts::Parts},
};
use anyhow::Result;
use std::{fs, path::PathBuf, sync::Arc};
use tokio::task::JoinHandle;

/// What a server serves.
pub struct Launched {
    pub fleet: Arc<Fleet>,
    pub credentials: Credentials,
    pub certificate: Arc<ServerCertificate>,
    /// What clients trust, as a file: the authority that signed the certificate that is shown.
    pub ca_file: PathBuf,
    /// Ends once every commit is durable; there is none without a database.
    pub writer: Option<JoinHandle<()>>,
    /// What is said of a database that was there already.
    pub kept: Option<String>,
    /// Removed when the server ends.
    _scratch: Option<tempfile::TempDir>,
}

/// Files are written only once everything that is read has proved good, so that a mistake leaves
/// nothing behind.
pub async fn launch(config: &Serve) -> Result<Launched> {
    let scratch = if config.ephemeral {
        Some(tempfile::tempdir()?)
    } else {
        None
    };
    let folder = match &scratch {
        Some(scratch) => scratch.path().to_owned(),
        None => files::folder_of(&config.database)?,
    };
    let mut credentials = credentials_file::read(&folder)?;
    credentials_file::fill(&mut credentials, config)?;
    let certificate = Arc::new(certificate::served(config, &folder)?);
    let mut parts = Parts::default();
    parts.share(certificate.clone());
    parts.insert(Switches(config.kentik.clone()));
    let (twin, writer, kept) = if config.ephemeral {
        (twins::in_memory(config, &credentials, parts)?, None, None)
    } else {
        let durable = twins::durable(config, &credentials, parts).await?;
        (durable.twin, Some(durable.writer), durable.kept)
    };
    credentials_file::write(&credentials, &folder)?;
    certificate.keep()?;
    let ca_file = fs::canonicalize(folder.join(certificate::PUBLIC))?;
    let fleet = Arc::new(Fleet::default());
    let state = twin.store.state();
    fleet.add(Arc::new(twin), CONTENTS.keys(&state), None);
    Ok(Launched {
        fleet,
        credentials,
        certificate,
        ca_file,
        writer,
        kept,
        _scratch: scratch,
    })
}
