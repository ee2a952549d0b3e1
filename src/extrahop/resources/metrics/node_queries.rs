//! Questions that are answered piece by piece: each piece is worked out in the background when the
//! asker comes for it.
use crate::{base::problem::Result, runtime::background};
use bytes::Bytes;
use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard},
    time::{Duration, Instant},
};
use tokio::{sync::Mutex as AsyncMutex, task::JoinHandle, time::timeout};

/// How many questions are kept; the ones that nobody asked about for longest are forgotten first.
const KEPT: usize = 100;
/// How long a question is kept that nobody asks about, by real time: a twin's clock may stand still.
const IDLE: Duration = Duration::from_secs(600);
/// How long an asker waits for a piece before being told to come again.
const ANSWER_WAIT: Duration = Duration::from_millis(100);

/// The questions of one twin.
#[derive(Default)]
pub struct NodeQueries(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    last: i64,
    polls: BTreeMap<i64, Poll>,
}

struct Poll {
    /// The user who asked, and who alone gets the answer.
    user: i64,
    asked: Instant,
    pieces: Arc<AsyncMutex<PendingAnswers>>,
}

/// What makes one piece of an answer.
pub type Work = Box<dyn FnOnce() -> Result<Bytes> + Send>;

/// What is left of an answer. Askers take their turns, so each piece is handed out once.
pub struct PendingAnswers {
    left: VecDeque<Work>,
    running: Option<JoinHandle<Result<Bytes>>>,
}

/// What an asker gets.
#[derive(Debug)]
pub enum NextAnswer {
    Ready(Bytes),
    /// The next piece is being worked out.
    NotYet,
    /// All pieces were handed out.
    Done,
}

impl NodeQueries {
    /// Keeps a question of a user; the id under which its pieces are asked for.
    pub fn begin(&self, user: i64, work: impl IntoIterator<Item = Work>) -> i64 {
        let pieces = PendingAnswers {
            left: work.into_iter().collect(),
            running: None,
        };
        let asked = Instant::now();
        let mut kept = self.kept();
        kept.forget(asked);
        kept.last = kept.last.saturating_add(1);
        let (id, pieces) = (kept.last, Arc::new(AsyncMutex::new(pieces)));
        let poll = Poll {
            user,
            asked,
            pieces,
        };
        kept.polls.insert(id, poll);
        id
    }
    /// A question of this user.
    pub fn find(&self, user: i64, id: i64) -> Option<Arc<AsyncMutex<PendingAnswers>>> {
        let now = Instant::now();
        let mut kept = self.kept();
        kept.forget_idle(now);
        let poll = kept.polls.get_mut(&id).filter(|poll| poll.user == user)?;
        poll.asked = now;
        Some(poll.pieces.clone())
    }
    /// The lock is held for a look or a change, neither of which panics.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(|broken| broken.into_inner())
    }
}

impl Kept {
    /// Makes room for one more.
    fn forget(&mut self, now: Instant) {
        self.forget_idle(now);
        while self.polls.len() >= KEPT {
            let oldest = self.polls.iter().min_by_key(|(_, poll)| poll.asked);
            let Some(id) = oldest.map(|(id, _)| *id) else {
                return;
            };
            self.polls.remove(&id);
        }
    }
    fn forget_idle(&mut self, now: Instant) {
        self.polls
            .retain(|_, poll| now.saturating_duration_since(poll.asked) < IDLE);
    }
}

/// Nobody waits for the piece that is being worked out.
impl Drop for PendingAnswers {
    fn drop(&mut self) {
        if let Some(running) = &self.running {
            running.abort();
        }
    }
}

impl PendingAnswers {
    /// The next piece, if it is there soon.
    pub async fn next(&mut self) -> Result<NextAnswer> {
        if self.running.is_none() {
            let Some(work) = self.left.pop_front() else {
                return Ok(NextAnswer::Done);
            };
            self.running = Some(tokio::spawn(background::run(work)));
        }
        let Some(running) = &mut self.running else {
            return Ok(NextAnswer::Done);
        };
        let Ok(done) = timeout(ANSWER_WAIT, running).await else {
            return Ok(NextAnswer::NotYet);
        };
        self.running = None;
        let bytes = done.map_err(anyhow::Error::from)??;
        Ok(NextAnswer::Ready(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn work(text: &'static str) -> Work {
        Box::new(move || Ok(text.into()))
    }
    async fn next(polls: &NodeQueries, user: i64, id: i64) -> Option<String> {
        let pieces = polls.find(user, id)?;
        let piece = pieces.lock().await.next().await;
        Some(match piece.unwrap() {
            NextAnswer::Ready(bytes) => String::from_utf8(bytes.into()).unwrap(),
            other => format!("{other:?}"),
        })
    }

    #[tokio::test]
    async fn each_piece_is_handed_out_once_to_who_asked() {
        let polls = NodeQueries::default();
        let id = polls.begin(1, [work("a"), work("b")]);
        assert_eq!(next(&polls, 2, id).await, None);
        for expected in ["a", "b", "Done", "Done"] {
            assert_eq!(next(&polls, 1, id).await.unwrap(), expected);
        }
        assert_eq!(next(&polls, 1, id + 1).await, None);
    }

    #[tokio::test]
    async fn a_slow_piece_is_asked_for_again() {
        let polls = NodeQueries::default();
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let slow: Work = Box::new(move || {
            wait.recv().ok();
            Ok("slow".into())
        });
        let id = polls.begin(1, [slow]);
        assert_eq!(next(&polls, 1, id).await.unwrap(), "NotYet");
        go.send(()).unwrap();
        let mut told = next(&polls, 1, id).await.unwrap();
        while told == "NotYet" {
            told = next(&polls, 1, id).await.unwrap();
        }
        assert_eq!(told, "slow");
    }

    #[tokio::test]
    async fn what_nobody_asks_about_is_forgotten() {
        let polls = NodeQueries::default();
        let ids: Vec<i64> = (0..KEPT).map(|_| polls.begin(1, [work("a")])).collect();
        assert_eq!(next(&polls, 1, ids[0]).await.unwrap(), "a");
        let newest = polls.begin(1, []);
        assert_eq!(next(&polls, 1, ids[1]).await, None, "idle for longest");
        assert_eq!(next(&polls, 1, ids[0]).await.unwrap(), "Done");
        polls.kept().forget_idle(Instant::now() + IDLE);
        assert_eq!(next(&polls, 1, newest).await, None);
        assert!(polls.kept().polls.is_empty());
    }
}
