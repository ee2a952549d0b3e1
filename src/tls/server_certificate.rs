//! The certificate that new connections see, and how another one takes its place.
use super::{Authority, Certificate, Pair};
use crate::base::{
    clock::Millis,
    problem::{Problem, Result},
};
use arc_swap::ArcSwap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Keeps a certificate for the next start, and hands it out to clients as a file.
type Keep = Box<dyn Fn(&Certificate) -> anyhow::Result<()> + Send + Sync>;

pub struct ServerCertificate {
    shown: ArcSwap<Certificate>,
    /// Who signs the certificates that are made.
    authority: Authority,
    /// The names and addresses of the server, for a certificate that is made.
    names: Vec<String>,
    keep: Keep,
    /// Held while another certificate takes the place of the one that is shown.
    changing: Mutex<()>,
}

impl ServerCertificate {
    pub fn new(
        certificate: Certificate,
        authority: Authority,
        names: Vec<String>,
        keep: Keep,
    ) -> Self {
        Self {
            shown: ArcSwap::from_pointee(certificate),
            authority,
            names,
            keep,
            changing: Mutex::default(),
        }
    }
    pub fn shown(&self) -> Arc<Certificate> {
        self.shown.load_full()
    }
    /// Another certificate for the same names by the same authority, not shown yet.
    pub fn renewed(&self, now: Millis) -> anyhow::Result<Certificate> {
        Certificate::of(Pair::make(&self.authority, &self.names, now)?)
    }
    pub fn keep(&self) -> anyhow::Result<()> {
        (self.keep)(&self.shown())
    }
    /// Shows another certificate once it is kept and the change is noted. If either cannot be
    /// done, all stays as it was.
    pub async fn change<F: Future<Output = Result<()>>>(
        &self,
        make: impl FnOnce(&Certificate) -> Result<Certificate>,
        note: impl FnOnce(&Certificate) -> F,
    ) -> Result<()> {
        let _alone = self.changing.lock().await;
        let before = self.shown();
        let next = make(&before)?;
        let done = match (self.keep)(&next) {
            Ok(()) => note(&next).await,
            Err(why) => {
                tracing::error!(why = format!("{why:#}"), "a certificate could not be kept");
                let why = "the certificate's files could not be written";
                Err(Problem::Unavailable(why.into()))
            }
        };
        match done {
            Ok(()) => self.shown.store(Arc::new(next)),
            Err(_) => {
                if let Err(why) = (self.keep)(&before) {
                    tracing::error!(why = format!("{why:#}"), "a certificate is not kept");
                }
            }
        }
        done
    }
}
