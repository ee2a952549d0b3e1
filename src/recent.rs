//! The last few answers that follow from the state alone, for clients that ask the same again.
use bytes::Bytes;
use std::{collections::VecDeque, sync::Mutex};

/// Each answer with the version of the state that it was made of, and what was asked.
#[derive(Default)]
pub struct Recent(Mutex<VecDeque<(u64, String, Bytes)>>);

/// How many answers are kept; each can be as long as a list of everything.
const KEPT: usize = 8;
/// Longer answers are not kept.
const LONGEST: usize = 1 << 20;

impl Recent {
    /// The answer to what is asked of this version: kept from before, or made now.
    pub fn answer(&self, version: u64, asked: String, make: impl FnOnce() -> Bytes) -> Bytes {
        // The lock is held for a look and for a push, neither of which panics.
        let kept = || self.0.lock().unwrap_or_else(|broken| broken.into_inner());
        let found = kept()
            .iter()
            .find(|(v, a, _)| *v == version && *a == asked)
            .map(|kept| kept.2.clone());
        if let Some(found) = found {
            return found;
        }
        let made = make();
        if made.len() <= LONGEST {
            let mut kept = kept();
            kept.retain(|(v, _, _)| *v == version);
            kept.truncate(KEPT - 1);
            kept.push_front((version, asked, made.clone()));
        }
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_kept_until_the_state_changes() {
        let recent = Recent::default();
        let ask = |version, asked: &str, made: &'static str| {
            recent.answer(version, asked.into(), || made.into())
        };
        assert_eq!(ask(1, "a", "first"), "first");
        assert_eq!(ask(1, "a", "second"), "first");
        assert_eq!(ask(1, "b", "other"), "other");
        assert_eq!(ask(2, "a", "third"), "third");
        for i in 0..KEPT {
            ask(2, &i.to_string(), "more");
        }
        assert_eq!(
            ask(2, "a", "fourth"),
            "fourth",
            "only the last few are kept"
        );
    }
}
