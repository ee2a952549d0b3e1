//! Writes without a database: each changes the last state in place, and readers are given a copy of
//! it when they ask.
use super::{
    draft::{Draft, Stamp},
    state::{Change, State},
};
use crate::base::problem::{Problem, Result};
use anyhow::anyhow;
use arc_swap::ArcSwap;
use std::{
    mem,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

/// The state after the last write. Where nobody has read it since the write before, a write shares
/// no part of it with anyone, and so copies nothing.
pub(super) struct Memory {
    last: Mutex<State>,
    /// Whether it is ahead of the published state.
    ahead: AtomicBool,
}

impl Memory {
    pub fn new(state: State) -> Self {
        Self {
            last: Mutex::new(state),
            ahead: AtomicBool::new(false),
        }
    }
    pub fn commit(
        &self,
        published: &ArcSwap<State>,
        stamp: Stamp,
        work: &mut dyn FnMut(&mut Draft) -> Result<()>,
    ) -> Result<()> {
        let broken = |_| Problem::Internal(anyhow!("an earlier write broke off"));
        let mut last = self.last.lock().map_err(broken)?;
        let mut draft = Draft::new(mem::take(&mut *last), stamp);
        let done = draft.attempt(work);
        let (state, changes) = draft.finish();
        *last = state;
        if !changes.is_empty() {
            last.version += 1;
            self.ahead.store(true, Ordering::Release);
        }
        if changes.iter().any(Change::publishes_at_once) {
            self.publish_last(published, &last);
        }
        done
    }
    /// Puts a state in place of the last one.
    pub fn replace(&self, published: &ArcSwap<State>, mut state: State) -> Result<()> {
        let broken = |_| Problem::Internal(anyhow!("an earlier write broke off"));
        let mut last = self.last.lock().map_err(broken)?;
        state.version = last.version + 1;
        *last = state;
        self.publish_last(published, &last);
        Ok(())
    }
    /// Lets readers see the last write.
    pub fn publish(&self, published: &ArcSwap<State>) {
        if !self.ahead.load(Ordering::Acquire) {
            return;
        }
        // After a write that broke off, what was published before it still holds.
        if let Ok(last) = self.last.lock()
            && self.ahead.load(Ordering::Acquire)
        {
            self.publish_last(published, &last);
        }
    }
    /// The order matters: who finds that nothing is ahead finds the last state published.
    fn publish_last(&self, published: &ArcSwap<State>, last: &State) {
        published.store(Arc::new(last.clone()));
        self.ahead.store(false, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{AuditEntry, Store};

    fn stamp() -> Stamp {
        Stamp {
            at: 5,
            by: "setup".into(),
            component: "test",
        }
    }
    fn said(state: &State) -> Vec<&str> {
        let entries = state.all::<AuditEntry>();
        entries.map(|entry| entry.details.as_str()).collect()
    }

    #[tokio::test]
    async fn a_write_that_panics_leaves_nothing_and_the_next_one_holds() {
        let store = Store::in_memory("twin", State::default());
        let noted = |text: &'static str| {
            store.commit(stamp(), move |draft| {
                draft.note("", text);
                Ok(())
            })
        };
        noted("one").await.unwrap();
        let before = store.state();
        let broken = store.commit(stamp(), |draft| -> Result<()> {
            draft.note("", "half");
            draft.reserve(crate::store::Kind::of::<AuditEntry>(), 7);
            panic!("as it should");
        });
        assert!(matches!(broken.await, Err(Problem::Internal(_))));
        noted("two").await.unwrap();
        assert_eq!(
            said(&store.published_state()),
            ["one"],
            "nobody has asked yet"
        );
        assert_eq!(said(&store.state()), ["one", "two"]);
        assert_eq!(said(&before), ["one"], "a reader's state does not change");
        assert!(before.version < store.state().version);
    }
}
