//! How writes are made: in memory at once; with a database by one writer, which applies what arrived,
//! makes it durable, publishes it, and then answers.
use super::{
    database::Database,
    draft::{Draft, Stamp},
    memory::Memory,
    state::{Change, State},
};
use crate::base::problem::{Problem, Result};
use anyhow::anyhow;
use arc_swap::{ArcSwap, Guard};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

/// The state of one twin as readers see it, and the way to change it.
pub struct Store {
    twin: String,
    published: ArcSwap<State>,
    backend: Backend,
}

/// How a write becomes part of the state.
enum Backend {
    Memory(Memory),
    Durable(Writer),
}

impl Store {
    /// A store whose writes are durable before they are seen.
    pub fn durable(twin: impl Into<String>, state: State, writer: Writer) -> Arc<Self> {
        Self::new(twin, state, Backend::Durable(writer))
    }
    /// A store that ends with the process.
    pub fn in_memory(twin: impl Into<String>, state: State) -> Arc<Self> {
        let memory = Memory::new(state.clone());
        Self::new(twin, state, Backend::Memory(memory))
    }
    fn new(twin: impl Into<String>, state: State, backend: Backend) -> Arc<Self> {
        Arc::new(Self {
            twin: twin.into(),
            published: ArcSwap::from_pointee(state),
            backend,
        })
    }
    pub fn twin(&self) -> &str {
        &self.twin
    }
    /// The state as it stands; it does not change in the reader's hands. The work of a commit must
    /// not ask for it: its draft is the state then.
    pub fn state(&self) -> Arc<State> {
        if let Backend::Memory(memory) = &self.backend {
            memory.publish(&self.published);
        }
        self.published.load_full()
    }
    /// A state that may be older, but for the objects of publish_at_once kinds ([`Resource::PUBLISH_AT_ONCE`]):
    /// reading it does not make the next write copy anything.
    ///
    /// [`Resource::PUBLISH_AT_ONCE`]: super::object::Resource::PUBLISH_AT_ONCE
    pub fn published_state(&self) -> Guard<Arc<State>> {
        self.published.load()
    }
    /// The only way to write: all that `work` does to the draft happens, or nothing does. Where
    /// there is a database, it is durable before this returns.
    pub fn commit<R: Send + 'static, W>(
        self: &Arc<Self>,
        stamp: Stamp,
        work: W,
    ) -> impl Future<Output = Result<R>> + Send + use<R, W>
    where
        W: FnOnce(&mut Draft) -> Result<R> + Send + 'static,
    {
        let made = Arc::new(Mutex::new(None));
        let (given, mut work) = (made.clone(), Some(work));
        // It is called once.
        let work: Work = Box::new(move |draft| {
            let done = work.take().map(|work| work(draft)).transpose()?;
            *given.lock().unwrap_or_else(PoisonError::into_inner) = done;
            Ok(())
        });
        let committed = Self::commit_work(self.clone(), stamp, work);
        async move {
            committed.await?;
            let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
            let none = || Problem::Internal(anyhow!("a commit was not made"));
            made.take().ok_or_else(none)
        }
    }
    /// Puts a state in place of the one that is there, whatever is said of it meanwhile: in memory it
    /// is taken as it is, a database is told the steps to it.
    pub async fn replace(self: &Arc<Self>, stamp: Stamp, state: State) -> Result<()> {
        match &self.backend {
            Backend::Memory(memory) => memory.replace(&self.published, state),
            Backend::Durable(_) => {
                let replaced = move |draft: &mut Draft| {
                    draft.become_state(&state);
                    Ok(())
                };
                self.commit(stamp, replaced).await
            }
        }
    }
    async fn commit_work(self: Arc<Self>, stamp: Stamp, mut work: Work) -> Result<()> {
        let writer = match &self.backend {
            Backend::Memory(memory) => return memory.commit(&self.published, stamp, &mut work),
            Backend::Durable(writer) => writer,
        };
        let (reply, answer) = oneshot::channel();
        writer.send(Job {
            store: self.clone(),
            stamp,
            work,
            reply,
        })?;
        let dropped = |_| Problem::Internal(anyhow!("the writer dropped a commit"));
        answer.await.map_err(dropped)?
    }
}

/// Does the work on a draft.
type Work = Box<dyn FnMut(&mut Draft) -> Result<()> + Send>;

struct Job {
    store: Arc<Store>,
    stamp: Stamp,
    work: Work,
    /// To the one who waits.
    reply: oneshot::Sender<Result<()>>,
}

/// The task that all durable commits go through, and that owns the database connection. Commits that
/// arrive together share one transaction and one new state.
#[derive(Clone)]
pub struct Writer(mpsc::UnboundedSender<Job>);

/// The most commits that are done together.
const BATCH: usize = 512;

impl Writer {
    fn send(&self, job: Job) -> Result<()> {
        let stopped = |_| Problem::Unavailable("the server is stopping".into());
        self.0.send(job).map_err(stopped)
    }
    pub fn start(database: Box<dyn Database>) -> (Self, JoinHandle<()>) {
        let (sender, jobs) = mpsc::unbounded_channel();
        (Self(sender), tokio::spawn(run(database, jobs)))
    }
}

async fn run(mut database: Box<dyn Database>, mut jobs: mpsc::UnboundedReceiver<Job>) {
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
        let durable = match batch.changes() {
            changes if changes.is_empty() => Ok(()),
            changes => database.append(changes).await,
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
    /// How the work of each ended, and who is to be told.
    replies: Vec<(oneshot::Sender<Result<()>>, Result<()>)>,
}

impl Batch {
    fn add(&mut self, mut job: Job) {
        let state = self.state_of(&job.store);
        let mut draft = Draft::new(std::mem::take(state), job.stamp);
        let made = draft.attempt(&mut job.work);
        let (next, changes) = draft.finish();
        *state = next;
        if !changes.is_empty() {
            self.changes.push((job.store, changes));
        }
        self.replies.push((job.reply, made));
    }
    /// The changes of each twin, in order.
    fn changes(&self) -> Vec<(&str, &[Change])> {
        let changes = self.changes.iter();
        let named = changes.map(|(store, changes)| (store.twin(), changes.as_slice()));
        named.collect()
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
        for (reply, made) in self.replies {
            let durable = durable.clone().map_err(Problem::Unavailable);
            // The one who waits may have gone away; the write stands all the same.
            reply.send(durable.and(made)).ok();
        }
    }
}
