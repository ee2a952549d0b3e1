//! Whether somebody still waits for the work that a thread does: long work asks now and then, and
//! ends when nobody does.
use std::{
    cell::RefCell,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

thread_local! {
    static CURRENT: RefCell<Wanted> = const { RefCell::new(Wanted(None)) };
}

/// What a piece of work is told of those who wait for it. Work that nobody started for a caller is
/// always wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted(Option<Arc<AtomicBool>>);

/// Held by the one who waits; when it is dropped, the work is not wanted any more.
#[derive(Debug)]
pub struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
    }
}

impl Wanted {
    /// For new work.
    pub fn new() -> (Waiting, Wanted) {
        let gone = Arc::new(AtomicBool::new(false));
        (Waiting(gone.clone()), Wanted(Some(gone)))
    }
    /// That of the work which this thread does.
    pub fn current() -> Wanted {
        CURRENT.with_borrow(Wanted::clone)
    }
    pub fn holds(&self) -> bool {
        self.0.as_ref().is_none_or(|gone| !gone.load(Relaxed))
    }
    /// Whether it is long work, beside which requests go on.
    pub fn is_aside(&self) -> bool {
        self.0.is_some()
    }
    /// Does work on this thread, which can ask for it meanwhile.
    pub fn during<R>(&self, work: impl FnOnce() -> R) -> R {
        let before = CURRENT.replace(self.clone());
        let result = work();
        CURRENT.set(before);
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_learns_that_nobody_waits() {
        assert!(Wanted::current().holds());
        let (waiting, wanted) = Wanted::new();
        wanted.during(|| {
            assert!(Wanted::current().holds());
            drop(waiting);
            assert!(!Wanted::current().holds());
        });
        assert!(Wanted::current().holds() && !wanted.holds());
    }
}
