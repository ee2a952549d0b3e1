//! How much an answer takes, counted while it is made: which keys there are is not known before.
use super::{refusal::Refusal, value::Value};
use crate::base::wanted::Wanted;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// The most bytes that an answer takes, as values and as JSON together.
pub const MOST_BYTES: i64 = 256 << 20;

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
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            bytes: AtomicI64::new(MOST_BYTES),
            wanted: Wanted::current(),
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
        self.bytes.fetch_sub(all, Relaxed);
    }
    pub fn check(&self) -> Result<(), Refusal> {
        match self.is_spent() {
            true => Err(Refusal::TooLarge),
            false => Ok(()),
        }
    }
}

fn bytes(value: &Value) -> i64 {
    VALUE
        + match value {
            Value::Count(_) | Value::Mean(_) | Value::Samples(_) => 0,
            Value::Percentiles(list) => PERCENTILE * list.len() as i64,
            Value::Frequencies(list) => FREQUENCY * list.len() as i64,
            Value::Detail(list) => list.iter().map(|one| ENTRY + bytes(&one.value)).sum(),
        }
}
