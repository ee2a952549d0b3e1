//! The last few answers that follow from the state alone, for clients that ask the same again.
use bytes::Bytes;
use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard},
};

/// Each answer with the version of the state that it was made of, and what was asked.
#[derive(Default)]
pub struct ResponseCache(Mutex<VecDeque<(u64, String, Bytes)>>);

/// How many answers are kept; each can be as long as a list of everything.
const KEPT: usize = 8;
/// Longer answers are not kept.
const LONGEST: usize = 1 << 20;

impl ResponseCache {
    /// The answer to what is asked of this version, if it was kept.
    pub fn get(&self, version: u64, asked: &str) -> Option<Bytes> {
        let kept = self.kept();
        let mut same = kept.iter().filter(|(v, a, _)| *v == version && a == asked);
        same.next().map(|(_, _, answer)| answer.clone())
    }
    pub fn keep(&self, version: u64, asked: String, answer: Bytes) {
        if answer.len() <= LONGEST {
            let mut kept = self.kept();
            kept.retain(|(v, _, _)| *v == version);
            kept.truncate(KEPT - 1);
            kept.push_front((version, asked, answer));
        }
    }
    /// The lock is held for a look or a push, neither of which panics.
    fn kept(&self) -> MutexGuard<'_, VecDeque<(u64, String, Bytes)>> {
        self.0.lock().unwrap_or_else(|broken| broken.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_kept_until_the_state_changes() {
        let recent = ResponseCache::default();
        recent.keep(1, "a".into(), "first".into());
        assert_eq!(recent.get(1, "a").unwrap(), "first");
        assert_eq!(recent.get(1, "b"), None);
        assert_eq!(recent.get(2, "a"), None);
        for i in 0..KEPT {
            recent.keep(2, i.to_string(), "more".into());
        }
        assert_eq!(recent.get(1, "a"), None, "an older version is forgotten");
        assert!(recent.get(2, "0").is_some());
        recent.keep(2, "a".into(), "second".into());
        assert_eq!(recent.get(2, "0"), None, "only the last few are kept");
    }
}
