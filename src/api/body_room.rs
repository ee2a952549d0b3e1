//! How much memory the bodies of all requests may take together.
use crate::base::problem::{Problem, Result};
use std::time::Duration;
use tokio::{
    sync::{Notify, Semaphore, SemaphorePermit},
    time::{Instant, timeout},
};

/// What large bodies may take together, in KiB.
static ROOM: Semaphore = Semaphore::const_new(256 * 1024);
/// Wakes those who hold room when somebody has waited for it.
static WANTED: Notify = Notify::const_new();
/// A body of so many bytes is not counted, so that a small request never waits for large ones, and
/// a body that was only announced takes nothing.
pub const SMALL: usize = 64 * 1024;
/// In what steps a body grows of which nobody knows how long it is.
const STEP: usize = 1024 * 1024;
/// How long a body waits for its turn. What is sent meanwhile stays with the client.
const WAIT: Duration = Duration::from_secs(10);
/// How often those who hold room are told that somebody waits for it.
const REMINDER: Duration = Duration::from_millis(500);
/// Who holds room that others wait for must send at least so many bytes a second, on average.
const LEAST_RATE: f64 = 256.0 * 1024.0;
/// How long nobody is measured, as a connection starts slowly.
const START: Duration = Duration::from_secs(1);

/// The part of it that one request has; it is given back with the request.
#[derive(Default)]
pub struct BodyRoom {
    permit: Option<SemaphorePermit<'static>>,
    /// Since when it holds room.
    since: Option<Instant>,
}

impl BodyRoom {
    /// Makes room for a body of so many bytes, all of it at once: bodies that each hold a part and
    /// wait for the rest would wait for each other.
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
        let Ok(more) = timeout(WAIT, acquire(more)).await else {
            let why = "too many large bodies are being read; try again in a few seconds";
            return Err(Problem::Busy(why.into()));
        };
        self.since.get_or_insert_with(Instant::now);
        match (&mut self.permit, more) {
            (Some(permit), Some(more)) => permit.merge(more),
            (permit, more) => *permit = more,
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
    /// Ends when others wait for the room of a body that comes too slowly, of which so many bytes
    /// have come since it holds room.
    pub async fn is_owed(&self, came: usize) {
        let Some(since) = self.since else {
            return std::future::pending().await;
        };
        loop {
            WANTED.notified().await;
            let taken = since.elapsed();
            let least = taken.as_secs_f64() * LEAST_RATE;
            if taken >= START && (came as f64) < least {
                return;
            }
        }
    }
}

/// A part of the room; nothing if there is no more of it ever.
async fn acquire(kib: u32) -> Option<SemaphorePermit<'static>> {
    let turn = ROOM.acquire_many(kib);
    tokio::pin!(turn);
    loop {
        match timeout(REMINDER, turn.as_mut()).await {
            Ok(permit) => return permit.ok(),
            Err(_) => WANTED.notify_waiters(),
        }
    }
}
