//! How much an answer takes, counted while it is made: which keys there are is not known before.
#![warn(clippy::arithmetic_side_effects)]
use super::{refusal::Refusal, value::Value};
use crate::base::wanted::Wanted;
use std::{
    sync::atomic::{AtomicBool, AtomicI64, Ordering::Relaxed},
    thread::sleep,
    time::Duration,
};

/// The most bytes that an answer takes, as values and as JSON together.
pub const MOST_BYTES: i64 = 256 << 20;

/// Answers of more bytes than this are made one after the other, so that several do not take their
/// memory together.
const LARGE: i64 = 16 << 20;
/// Whether a large answer is being made.
static LARGE_IN_THE_MAKING: AtomicBool = AtomicBool::new(false);
/// How often an answer that waits for its turn looks whether it has come.
const TURN: Duration = Duration::from_millis(5);

/// Bytes of a row, of a value in it, of an entry of a detail metric, of a percentile, of a frequency.
pub const ROW: i64 = 140;
pub const VALUE: i64 = 42;
const ENTRY: i64 = 280;
pub const PERCENTILE: i64 = 20;
const FREQUENCY: i64 = 46;

/// What is left for an answer in the making.
#[derive(Debug)]
pub struct Budget {
    bytes: AtomicI64,
    wanted: Wanted,
    /// Whether it is the large answer that is being made.
    has_turn: AtomicBool,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            bytes: AtomicI64::new(MOST_BYTES),
            wanted: Wanted::current(),
            has_turn: AtomicBool::new(false),
        }
    }
}

impl Drop for Budget {
    fn drop(&mut self) {
        if *self.has_turn.get_mut() {
            LARGE_IN_THE_MAKING.store(false, Relaxed);
        }
    }
}

impl Budget {
    /// Whether the answer is not given: it is too large, or nobody waits for it.
    pub fn is_spent(&self) -> bool {
        self.bytes.load(Relaxed) < 0 || !self.wanted.holds()
    }
    /// Takes off what rows of an answer need.
    pub fn take(&self, rows: &[Vec<Value>]) {
        let bytes: i64 = rows.iter().flatten().map(bytes).sum();
        let all = bytes.saturating_add(ROW.saturating_mul(rows.len() as i64));
        let left = self.bytes.fetch_sub(all, Relaxed).saturating_sub(all);
        // Work that holds up requests does not wait.
        if left < MOST_BYTES - LARGE && self.wanted.is_aside() {
            self.wait_for_turn();
        }
    }
    /// Several threads may work on one answer, which then has its turn once.
    fn wait_for_turn(&self) {
        while !self.has_turn.load(Relaxed) && !self.is_spent() {
            match LARGE_IN_THE_MAKING.swap(true, Relaxed) {
                false => self.has_turn.store(true, Relaxed),
                true => sleep(TURN),
            }
        }
    }
    pub fn check(&self) -> Result<(), Refusal> {
        match self.is_spent() {
            true => Err(Refusal::TooLarge),
            false => Ok(()),
        }
    }
}

fn bytes(value: &Value) -> i64 {
    let each = |size: i64, number: usize| size.saturating_mul(number as i64);
    let inside = match value {
        Value::Count(_) | Value::Mean(_) | Value::Samples(_) => 0,
        Value::Percentiles(list) => each(PERCENTILE, list.len()),
        Value::Frequencies(list) => each(FREQUENCY, list.len()),
        Value::Detail(list) => {
            let values = list.iter().map(|one| bytes(&one.value));
            values.fold(each(ENTRY, list.len()), i64::saturating_add)
        }
    };
    inside.saturating_add(VALUE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{sync::mpsc, thread};

    fn rows(count: usize) -> Vec<Vec<Value>> {
        vec![vec![Value::Count(1)]; count]
    }

    #[test]
    fn what_was_taken_is_gone() {
        let budget = Budget::default();
        budget.take(&rows(1000));
        assert!(!budget.is_spent() && budget.check().is_ok());
        budget.bytes.store(0, Relaxed);
        budget.take(&rows(1));
        assert_eq!(budget.check(), Err(Refusal::TooLarge));
    }

    #[test]
    fn large_answers_wait_for_each_other() {
        let (_waiting, wanted) = Wanted::new();
        let first = wanted.during(Budget::default);
        first.take(&rows(LARGE as usize / 100));
        let (tell, told) = mpsc::channel();
        let other = thread::spawn(move || {
            let budget = wanted.during(Budget::default);
            budget.take(&rows(10));
            tell.send("small").ok();
            budget.take(&rows(LARGE as usize / 100));
            tell.send("large").ok();
        });
        assert_eq!(told.recv(), Ok("small"));
        assert!(told.recv_timeout(4 * TURN).is_err());
        drop(first);
        assert_eq!(told.recv(), Ok("large"));
        other.join().unwrap();
    }
}
