//! When connections end that would go on.
use super::progress::Overdue;
use std::time::Duration;
use tokio::sync::watch;

/// How long open requests have to end when the server stops. Container engines wait 10 s before they
/// kill, and the database needs some of them.
pub const GRACE_PERIOD: Duration = Duration::from_secs(4);

/// Whether the server was told to stop.
#[derive(Clone)]
pub struct Stopping(watch::Receiver<bool>);

impl Stopping {
    pub fn new(stopped: watch::Receiver<bool>) -> Self {
        Self(stopped)
    }
    pub async fn begun(&mut self) {
        // A sender that is gone has nothing more to serve for.
        self.0.wait_for(|stopped| *stopped).await.ok();
    }
    pub fn has_begun(&self) -> bool {
        *self.0.borrow()
    }
}

/// Why a connection is to end.
pub enum Reason {
    Stopping,
    /// What comes is no HTTP/1.
    Unreadable,
    Overdue(Overdue),
}
