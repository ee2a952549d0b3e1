//! One writer: it applies what arrived, makes it durable, publishes it, and then answers.
use super::{
    change::{Change, Draft, Stamp},
    sqlite::Database,
    state::State,
};
use crate::problem::{Problem, Result};
use anyhow::anyhow;
use arc_swap::ArcSwap;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex},
};
use tokio::sync::{mpsc, oneshot};

/// The state of one twin as readers see it, and the way to change it.
pub struct Store {
    twin: String,
    published: ArcSwap<State>,
    /// Held by a write that needs no database.
    writing: Mutex<()>,
    writer: Option<Writer>,
}

impl Store {
    /// Without a writer the state is kept in memory only.
    pub fn new(twin: impl Into<String>, state: State, writer: Option<Writer>) -> Arc<Self> {
        Arc::new(Self {
            twin: twin.into(),
            published: ArcSwap::from_pointee(state),
            writing: Mutex::new(()),
            writer,
        })
    }
    /// The state as it stands; it does not change in the reader's hands.
    pub fn state(&self) -> Arc<State> {
        self.published.load_full()
    }
    /// The only way to write: all that `work` does to the draft happens, or nothing does. It is
    /// durable before this returns.
    pub async fn commit<R: Send + 'static>(
        self: &Arc<Self>,
        stamp: Stamp,
        work: impl FnOnce(&mut Draft) -> Result<R> + Send + 'static,
    ) -> Result<R> {
        match &self.writer {
            None => self.commit_in_memory(stamp, work),
            Some(writer) => writer.commit(self.clone(), stamp, work).await,
        }
    }
    fn commit_in_memory<R>(
        &self,
        stamp: Stamp,
        work: impl FnOnce(&mut Draft) -> Result<R>,
    ) -> Result<R> {
        // A panic while it is held leaves the published state as it was.
        let _writing = self.writing.lock().unwrap_or_else(|e| e.into_inner());
        let mut draft = Draft::new(State::clone(&self.published.load()), stamp);
        let answer = work(&mut draft)?;
        self.published.store(Arc::new(draft.finish().0));
        Ok(answer)
    }
}

/// Tells the one who waits how the write ended.
type Tell = Box<dyn FnOnce(Result<()>) + Send>;
/// Does the work on a draft; true when the draft holds.
type Work = Box<dyn FnOnce(&mut Draft) -> (bool, Tell) + Send>;

struct Job {
    store: Arc<Store>,
    stamp: Stamp,
    work: Work,
}

/// The task that owns the database connection. Commits that arrive together share one transaction.
#[derive(Clone)]
pub struct Writer(mpsc::UnboundedSender<Job>);

/// The most commits that one transaction holds.
const BATCH: usize = 512;

impl Writer {
    pub fn start(database: Database) -> (Self, tokio::task::JoinHandle<()>) {
        let (sender, jobs) = mpsc::unbounded_channel();
        (Self(sender), tokio::spawn(run(database, jobs)))
    }
    async fn commit<R: Send + 'static>(
        &self,
        store: Arc<Store>,
        stamp: Stamp,
        work: impl FnOnce(&mut Draft) -> Result<R> + Send + 'static,
    ) -> Result<R> {
        let (sender, answer) = oneshot::channel();
        let work: Work = Box::new(move |draft| {
            let done = work(draft);
            let holds = done.is_ok();
            // The one who waits may have gone away; the write stands all the same.
            let tell: Tell = Box::new(move |durable| {
                sender.send(durable.and(done)).ok();
            });
            (holds, tell)
        });
        let gone = || Problem::Internal(anyhow!("the writer dropped a commit"));
        self.0
            .send(Job { store, stamp, work })
            .map_err(|_| Problem::Unavailable("the server is stopping".into()))?;
        answer.await.map_err(|_| gone())?
    }
}

async fn run(mut database: Database, mut jobs: mpsc::UnboundedReceiver<Job>) {
    let mut waiting = Vec::with_capacity(BATCH);
    while jobs.recv_many(&mut waiting, BATCH).await > 0 {
        let batch = Batch::of(waiting.drain(..));
        let durable = match batch.is_empty() {
            true => Ok(()),
            false => database.append(&batch.changes).await,
        };
        batch.end(durable.map_err(|e| e.to_string()));
    }
    database.close().await;
}

/// What arrived together.
#[derive(Default)]
struct Batch {
    states: Vec<(Arc<Store>, State)>,
    changes: Vec<(Arc<Store>, Vec<Change>)>,
    told: Vec<Tell>,
}

impl Batch {
    fn of(jobs: impl Iterator<Item = Job>) -> Self {
        let mut batch = Self::default();
        for job in jobs {
            batch.add(job);
        }
        batch
    }
    fn add(&mut self, Job { store, stamp, work }: Job) {
        let at = match self.states.iter().position(|(s, _)| Arc::ptr_eq(s, &store)) {
            Some(at) => at,
            None => {
                let state = State::clone(&store.published.load());
                self.states.push((store.clone(), state));
                self.states.len() - 1
            }
        };
        let mut draft = Draft::new(self.states[at].1.clone(), stamp);
        // A panic in one write must not end the writer; who waits for it gets a 500.
        let Ok((holds, tell)) = catch_unwind(AssertUnwindSafe(|| work(&mut draft))) else {
            return;
        };
        if holds {
            let (state, changes) = draft.finish();
            self.states[at].1 = state;
            self.changes.push((store, changes));
        }
        self.told.push(tell);
    }
    fn is_empty(&self) -> bool {
        self.changes.iter().all(|(_, changes)| changes.is_empty())
    }
    /// Publishes the new states if they are durable, and answers everyone.
    fn end(self, durable: Result<(), String>) {
        match &durable {
            Ok(()) => {
                for (store, state) in self.states {
                    store.published.store(Arc::new(state));
                }
            }
            Err(why) => tracing::error!(%why, "the database refused a transaction"),
        }
        for tell in self.told {
            tell(durable.clone().map_err(Problem::Unavailable));
        }
    }
}

impl Store {
    pub fn twin(&self) -> &str {
        &self.twin
    }
}
