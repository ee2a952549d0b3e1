//! Times of transactions: how many samples of which length a stream of events has.
//!
//! All times lie on one grid, each step sixteenth of an octave, so that samples of any buckets and
//! devices merge. A table of 2048 slots gives the n-th sample, as in `split`.
use super::shares::{SLOTS, shuffle};
use crate::base::seed::Seed;
use std::sync::{LazyLock, OnceLock};

/// Steps of the grid: from a microsecond to four minutes.
pub const STEPS: usize = 448;

static GRID: LazyLock<Vec<u64>> = LazyLock::new(|| {
    // The sixteenth root of two; products alone round the same way on every machine.
    const ROOT: f64 = 1.044_273_782_427_413_8;
    let mut value = 1.0f64;
    let mut octave = 1.0f64;
    (0..STEPS)
        .map(|step| {
            if step > 0 && step % 16 == 0 {
                octave *= 2.0;
                value = octave;
            }
            let micros = value.round() as u64;
            value *= ROOT;
            micros
        })
        .collect()
});

/// A log-normal distribution of times, given by its median and its 95th percentile.
pub struct Timing {
    name: &'static str,
    median_us: u64,
    p95_us: u64,
    /// Whether it is alike at fast and at slow servers.
    is_fixed: bool,
    table: OnceLock<Table>,
}

struct Table {
    salt: u64,
    slots: Vec<u16>,
    /// Slots of each step that has any.
    totals: Vec<(u16, u64)>,
}

impl Timing {
    pub const fn ms(name: &'static str, median: f64, p95: f64) -> Timing {
        let (median_us, p95_us) = ((median * 1000.0) as u64, (p95 * 1000.0) as u64);
        Timing {
            name,
            median_us,
            p95_us,
            is_fixed: false,
            table: OnceLock::new(),
        }
    }
    /// A score, which is noted as milliseconds.
    pub const fn score(name: &'static str, median: f64, p95: f64) -> Timing {
        let mut timing = Timing::ms(name, median, p95);
        timing.is_fixed = true;
        timing
    }
    /// Adds the samples `from..until` of a stream whose server is `shift` steps slower than most.
    pub fn sample(&self, stream: Seed, shift: i8, from: u64, until: u64, into: &mut Histogram) {
        let table = self.table.get_or_init(|| Table::new(self));
        let shift = if self.is_fixed { 0 } else { shift };
        let step =
            |slot: u16| (i32::from(slot) + i32::from(shift)).clamp(0, STEPS as i32 - 1) as usize;
        let (rounds, rest) = ((until - from) / SLOTS as u64, (until - from) % SLOTS as u64);
        if until == from {
            return;
        }
        let into = into.0.get_or_insert_with(|| Box::new([0; STEPS]));
        if rounds > 0 {
            for (slot, count) in &table.totals {
                into[step(*slot)] += rounds * count;
            }
        }
        let first = from + stream.at(table.salt).below(SLOTS as u64);
        for n in first..first + rest {
            into[step(table.slots[(n % SLOTS as u64) as usize])] += 1;
        }
    }
    /// The sample after the first `n`, in microseconds.
    pub fn nth(&self, stream: Seed, shift: i8, n: u64) -> u64 {
        let mut one = Histogram::default();
        self.sample(stream, shift, n, n + 1, &mut one);
        let found = one.frequencies();
        found.first().map_or(0, |(micros, _)| *micros)
    }
}

impl Table {
    fn new(timing: &Timing) -> Table {
        let seed = Seed(0).of(("timing", timing.name));
        let step = |micros: u64| GRID.partition_point(|grid| *grid < micros) as f64;
        let (median, p95) = (step(timing.median_us), step(timing.p95_us));
        // 95 % of a normal distribution lie below 1.645 standard deviations over the mean.
        let deviation = (p95 - median) / 1.645;
        let slot = |z: f64| {
            (median + z * deviation)
                .round()
                .clamp(0.0, STEPS as f64 - 1.0) as u16
        };
        let mut slots: Vec<u16> = normal_quantiles(SLOTS).into_iter().map(slot).collect();
        let mut totals: Vec<(u16, u64)> = Vec::new();
        for slot in &slots {
            match totals.last_mut() {
                Some(last) if last.0 == *slot => last.1 += 1,
                _ => totals.push((*slot, 1)),
            }
        }
        shuffle(&mut slots, seed);
        Table {
            salt: seed.0,
            slots,
            totals,
        }
    }
}

/// The middles of `count` equally likely slices of the standard normal distribution, found by
/// walking under its curve: multiplication and addition alone, so the same on every machine.
fn normal_quantiles(count: usize) -> Vec<f64> {
    const STEP: f64 = 0.001;
    let small_exp = |x: f64| 1.0 + x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0)));
    let mut quantiles = Vec::with_capacity(count);
    let (mut x, mut density, mut below) = (-4.5, 1.598_374_110_690_55e-5, 0.0);
    while quantiles.len() < count && x < 4.5 {
        while quantiles.len() < count && below >= (quantiles.len() as f64 + 0.5) / count as f64 {
            quantiles.push(x);
        }
        let next = density * small_exp(-(x * STEP + STEP * STEP / 2.0));
        below += (density + next) / 2.0 * STEP;
        (x, density) = (x + STEP, next);
    }
    quantiles.resize(count, 4.5);
    quantiles
}

/// How many samples fell on each step of the grid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Histogram(Option<Box<[u64; STEPS]>>);

impl Histogram {
    pub fn merge(&mut self, other: &Histogram) {
        if other.is_empty() {
            return;
        }
        let mine = self.0.get_or_insert_with(|| Box::new([0; STEPS]));
        for (mine, theirs) in mine
            .iter_mut()
            .zip(other.0.iter().flat_map(|all| all.iter()))
        {
            *mine += theirs;
        }
    }
    /// Whether it never had a sample.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }
    pub fn count(&self) -> u64 {
        self.0.iter().flat_map(|all| all.iter()).sum()
    }
    /// Microseconds and how often, ascending, each once.
    pub fn frequencies(&self) -> Vec<(u64, u64)> {
        let mut list: Vec<(u64, u64)> = Vec::new();
        let all = self.0.iter().flat_map(|all| all.iter());
        for (freq, micros) in all.zip(GRID.iter()).filter(|(freq, _)| **freq > 0) {
            match list.last_mut() {
                Some(last) if last.0 == *micros => last.1 += freq,
                _ => list.push((*micros, *freq)),
            }
        }
        list
    }
    /// The mean in milliseconds, to the microsecond.
    pub fn mean(&self) -> Option<f64> {
        let (count, sum, _) = self.moments();
        (count > 0).then(|| ((sum + u128::from(count) / 2) / u128::from(count)) as f64 / 1000.0)
    }
    /// Count, sum in microseconds and sum of squares.
    pub fn moments(&self) -> (u64, u128, u128) {
        let list = self.frequencies();
        let raised = |power| {
            list.iter()
                .map(|(us, freq)| u128::from(*us).pow(power) * u128::from(*freq))
                .sum()
        };
        (self.count(), raised(1), raised(2))
    }
    /// The least times, in milliseconds, that the given percentages of samples do not exceed.
    pub fn percentiles(&self, percentages: &[f64]) -> Vec<f64> {
        let list = self.frequencies();
        let count = self.count();
        if count == 0 {
            return Vec::new();
        }
        let at = |percentage: &f64| {
            let rank = (percentage / 100.0 * count as f64).ceil() as u64;
            let mut passed = 0;
            let found = list.iter().find(|(_, freq)| {
                passed += freq;
                passed >= rank
            });
            found
                .or(list.last())
                .map_or(0.0, |(micros, _)| *micros as f64 / 1000.0)
        };
        percentages.iter().map(at).collect()
    }
}

pub static HTTP_LAST_BYTE: Timing = Timing::ms("http last byte", 60.0, 400.0);
pub static DB_LAST_BYTE: Timing = Timing::ms("db last byte", 9.0, 110.0);
pub static SSL_HANDSHAKE: Timing = Timing::ms("ssl handshake", 22.0, 140.0);
pub static TCP_ROUND_TRIP: Timing = Timing::ms("tcp round trip", 0.6, 12.0);
pub static TCP_SETUP: Timing = Timing::ms("tcp setup", 0.8, 15.0);

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(timing: &Timing) -> Histogram {
        let mut all = Histogram::default();
        timing.sample(Seed(1), 0, 0, 4096, &mut all);
        all
    }

    #[test]
    fn a_distribution_has_the_percentiles_it_names() {
        let found = whole(&HTTP_LAST_BYTE).percentiles(&[0.0, 50.0, 95.0, 100.0]);
        assert!((57.0..63.5).contains(&found[1]), "{found:?}");
        assert!((380.0..425.0).contains(&found[2]), "{found:?}");
        assert!(found.windows(2).all(|pair| pair[0] <= pair[1]));
    }

    #[test]
    fn parts_merge_to_the_whole() {
        let mut parts = Histogram::default();
        for from in (0..4096).step_by(64) {
            let mut part = Histogram::default();
            TCP_SETUP.sample(Seed(1), 3, from, from + 64, &mut part);
            parts.merge(&part);
        }
        let mut all = Histogram::default();
        TCP_SETUP.sample(Seed(1), 3, 0, 4096, &mut all);
        assert_eq!(parts, all);
        assert_eq!(all.count(), 4096);
    }

    #[test]
    fn the_grid_ascends() {
        assert!(GRID.windows(2).all(|pair| pair[0] <= pair[1]));
        assert_eq!((GRID[0], GRID[160]), (1, 1024));
    }
}
