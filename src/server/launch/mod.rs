//! From a configuration to a fleet with its default twin: the database, the fixture, the keys
//! and the certificate, loaded or made.
mod certificate;
mod files;
mod kept;
mod start_text;
mod twins;

pub use files::write_whole;
pub use start_text::start_text;
pub use twins::{load, platform};

use super::config::Serve;
use crate::{
    families,
    tls::Served,
    twin::{access::Credentials, fleet::Fleet},
};
use anyhow::Result;
use std::{fs, path::PathBuf, sync::Arc};
use tokio::task::JoinHandle;

/// What a server serves.
pub struct Launched {
    pub fleet: Arc<Fleet>,
    pub credentials: Credentials,
    pub certificate: Arc<Served>,
    /// The certificate that is shown, as a file that clients can trust.
    pub ca_file: PathBuf,
    /// Ends once every commit is durable; there is none without a database.
    pub writer: Option<JoinHandle<()>>,
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
    let mut credentials = kept::read(&folder)?;
    kept::fill(&mut credentials, config)?;
    let certificate = Arc::new(certificate::served(config, &folder)?);
    let (twin, writer) = if config.ephemeral {
        let twin = twins::in_memory(config, &credentials, certificate.clone())?;
        (twin, None)
    } else {
        let durable = twins::durable(config, &credentials, certificate.clone());
        let (twin, writer) = durable.await?;
        (twin, Some(writer))
    };
    kept::write(&credentials, &folder)?;
    certificate.keep()?;
    let ca_file = fs::canonicalize(folder.join(certificate::PUBLIC))?;
    let fleet = Arc::new(Fleet::default());
    let state = twin.store.state();
    fleet.add(Arc::new(twin), families::keys(&state));
    Ok(Launched {
        fleet,
        credentials,
        certificate,
        ca_file,
        writer,
        _scratch: scratch,
    })
}
