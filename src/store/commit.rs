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
    sync::Arc,
};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

/// The state of one twin as readers see it, and the way to change it.
pub struct Store {
    twin: String,
    published: ArcSwap<State>,
    writer: Writer,
}

impl Store {
    pub fn new(twin: impl Into<String>, state: State, writer: Writer) -> Arc<Self> {
        Arc::new(Self {
            twin: twin.into(),
            published: ArcSwap::from_pointee(state),
            writer,
        })
    }
    pub fn twin(&self) -> &str {
        &self.twin
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
        let job = Job {
            store: self.clone(),
            stamp,
            work,
        };
        let stopped = |_| Problem::Unavailable("the server is stopping".into());
        self.writer.0.send(job).map_err(stopped)?;
        let dropped = |_| Problem::Internal(anyhow!("the writer dropped a commit"));
        answer.await.map_err(dropped)?
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

/// The task that all commits go through, and that owns the database connection. Commits that
/// arrive together share one transaction and one new state.
#[derive(Clone)]
pub struct Writer(mpsc::UnboundedSender<Job>);

/// The most commits that are done together.
const BATCH: usize = 512;

impl Writer {
    /// Without a database the states are kept in memory only.
    pub fn start(database: Option<Database>) -> (Self, JoinHandle<()>) {
        let (sender, jobs) = mpsc::unbounded_channel();
        (Self(sender), tokio::spawn(run(database, jobs)))
    }
}

async fn run(mut database: Option<Database>, mut jobs: mpsc::UnboundedReceiver<Job>) {
    let mut waiting = Vec::with_capacity(BATCH);
    while jobs.recv_many(&mut waiting, BATCH).await > 0 {
        // The requests that are being read just now may still come along.
        tokio::task::yield_now().await;
        while let (true, Ok(job)) = (waiting.len() < BATCH, jobs.try_recv()) {
            waiting.push(job);
        }
        let mut batch = Batch::default();
        for job in waiting.drain(..) {
            batch.add(job);
        }
        let durable = match &mut database {
            Some(database) if !batch.changes.is_empty() => database.append(&batch.changes).await,
            _ => Ok(()),
        };
        batch.end(durable.map_err(|e| e.to_string()));
    }
    if let Some(database) = database {
        database.close().await;
    }
}

/// What arrived together.
#[derive(Default)]
struct Batch {
    states: Vec<(Arc<Store>, State)>,
    changes: Vec<(Arc<Store>, Vec<Change>)>,
    told: Vec<Tell>,
}

impl Batch {
    fn add(&mut self, Job { store, stamp, work }: Job) {
        let state = self.state_of(&store);
        let mut draft = Draft::new(std::mem::take(state), stamp);
        // A panic in one write must not end the writer; who waits for it gets a 500.
        let done = catch_unwind(AssertUnwindSafe(|| work(&mut draft)));
        if !matches!(done, Ok((true, _))) {
            draft.undo();
        }
        let (next, changes) = draft.finish();
        *state = next;
        if !changes.is_empty() {
            self.changes.push((store, changes));
        }
        if let Ok((_, tell)) = done {
            self.told.push(tell);
        }
    }
    /// The state that the store will have, as far as it has come.
    fn state_of(&mut self, store: &Arc<Store>) -> &mut State {
        let at = self.states.iter().position(|(s, _)| Arc::ptr_eq(s, store));
        let at = at.unwrap_or_else(|| {
            let state = State::clone(&store.published.load());
            self.states.push((store.clone(), state));
            self.states.len() - 1
        });
        &mut self.states[at].1
    }
    /// Publishes the new states if they are durable, and answers everyone.
    fn end(self, durable: Result<(), String>) {
        match &durable {
            Ok(()) => {
                for (store, mut state) in self.states {
                    state.version += 1;
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
