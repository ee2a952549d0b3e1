//! How much memory the bodies of all requests may take together.
use crate::base::problem::{Problem, Result};
use std::time::Duration;
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

/// What large bodies may take together, in KiB.
static ROOM: Semaphore = Semaphore::const_new(256 * 1024);
/// A body of so many bytes is not counted, so that a small request never waits for large ones.
const SMALL: usize = 64 * 1024;
/// In what steps a body grows of which nobody knows how long it is.
const STEP: usize = 1024 * 1024;
/// How long a body waits for its turn. What is sent meanwhile stays with the client.
const WAIT: Duration = Duration::from_secs(10);

/// The part of it that one request has; it is given back with the request.
#[derive(Default)]
pub struct BodyRoom {
    permit: Option<SemaphorePermit<'static>>,
}

impl BodyRoom {
    /// Makes room for a body of so many bytes.
    pub async fn hold(&mut self, bytes: usize) -> Result<()> {
        if bytes <= SMALL {
            return Ok(());
        }
        let held = self.permit.as_ref().map_or(0, SemaphorePermit::num_permits);
        let more = bytes.div_ceil(1024).saturating_sub(held);
        if more == 0 {
            return Ok(());
        }
        let more = u32::try_from(more).unwrap_or(u32::MAX);
        let Ok(Ok(more)) = timeout(WAIT, ROOM.acquire_many(more)).await else {
            let why = "too many large bodies are being read; try again in a few seconds";
            return Err(Problem::Busy(why.into()));
        };
        match &mut self.permit {
            Some(permit) => permit.merge(more),
            None => self.permit = Some(more),
        }
        Ok(())
    }
    /// Makes room for one that grows, which has so many bytes by now.
    pub async fn hold_growing(&mut self, bytes: usize) -> Result<()> {
        match bytes <= SMALL {
            true => Ok(()),
            false => self.hold(bytes.next_multiple_of(STEP)).await,
        }
    }
}
