//! How far a connection has come, and when it is no longer waited for.
use std::{
    sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed},
    time::Duration,
};

/// How often a connection is looked at. Timers for each request would cost more than they give.
const TICK: Duration = Duration::from_secs(5);
/// How long a header may take.
const HEADER: Duration = Duration::from_secs(30);
/// How long a client may read nothing of an answer. The system takes megabytes off our hands before
/// it says that some were read, so it is more than a client needs.
const UNREAD: Duration = Duration::from_secs(120);

/// What was counted of a connection. It is used by one task at a time, and read by its watch.
#[derive(Default)]
pub struct Progress {
    /// Requests whose header was read, and those of them that have an answer.
    pub begun: AtomicU32,
    pub answered: AtomicU32,
    /// Bytes, as they are before TLS.
    pub read: AtomicU64,
    pub written: AtomicU64,
    /// What was read when the last request began or was answered.
    requests_end: AtomicU64,
    /// Whether something is yet to be written that the client does not take.
    pub blocked: AtomicBool,
    /// How many refused bodies are being dropped.
    pub draining: AtomicU32,
    /// Whether a request was not read to its end, so that more of it may come after the last answer.
    pub unread: AtomicBool,
}

/// Why a connection is no longer waited for.
#[derive(Debug, PartialEq)]
pub enum Overdue {
    Idle,
    Header,
    Reader,
}

impl Progress {
    /// Counts a request; how many there were before.
    pub fn begin(&self) -> u32 {
        self.mark();
        self.begun.fetch_add(1, Relaxed)
    }
    pub fn end(&self) {
        self.mark();
        self.answered.fetch_add(1, Relaxed);
    }
    pub fn is_open(&self) -> bool {
        self.begun.load(Relaxed) != self.answered.load(Relaxed)
    }
    /// What was read so far belongs to requests that were understood.
    pub fn mark(&self) {
        self.requests_end.store(self.read.load(Relaxed), Relaxed);
    }
    fn has_part_of_header(&self) -> bool {
        self.read.load(Relaxed) > self.requests_end.load(Relaxed)
    }

    /// Ends when there is nothing more to wait for; a connection may be idle for as long as `idle`.
    pub async fn overdue(&self, idle: Duration) -> Overdue {
        self.watch(TICK, idle, HEADER, UNREAD).await
    }
    async fn watch(
        &self,
        tick: Duration,
        idle: Duration,
        header: Duration,
        unread: Duration,
    ) -> Overdue {
        let (mut quiet, mut heading) = (Duration::ZERO, Duration::ZERO);
        let mut seen = (0, 0);
        loop {
            tokio::time::sleep(tick).await;
            let now = (self.begun.load(Relaxed), self.written.load(Relaxed));
            let busy = self.is_open() || self.draining.load(Relaxed) > 0 || now != seen;
            seen = now;
            if busy {
                (quiet, heading) = (Duration::ZERO, Duration::ZERO);
                continue;
            }
            quiet += tick;
            let blocked = self.blocked.load(Relaxed);
            match self.has_part_of_header() && !blocked {
                true => heading += tick,
                false => heading = Duration::ZERO,
            }
            if heading >= header {
                return Overdue::Header;
            }
            if blocked && quiet >= unread {
                return Overdue::Reader;
            }
            if !blocked && heading.is_zero() && quiet >= idle {
                return Overdue::Idle;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::timeout;

    const SHORT: Duration = Duration::from_millis(2);

    async fn seen_of(progress: &Progress) -> Option<Overdue> {
        let watch = progress.watch(SHORT, 4 * SHORT, 2 * SHORT, 8 * SHORT);
        timeout(60 * SHORT, watch).await.ok()
    }

    #[tokio::test]
    async fn a_connection_is_not_idle_while_a_request_is_open() {
        let progress = Progress::default();
        progress.begin();
        assert_eq!(
            seen_of(&progress).await,
            None,
            "it ended with a request open"
        );
        progress.end();
        assert_eq!(seen_of(&progress).await, Some(Overdue::Idle));
    }

    #[tokio::test]
    async fn it_says_what_it_no_longer_waits_for() {
        let progress = Progress::default();
        progress.read.store(5, Relaxed);
        assert_eq!(seen_of(&progress).await, Some(Overdue::Header));
        progress.blocked.store(true, Relaxed);
        assert_eq!(seen_of(&progress).await, Some(Overdue::Reader));
        progress.draining.store(1, Relaxed);
        assert_eq!(
            seen_of(&progress).await,
            None,
            "a refused body was still read"
        );
    }
}
