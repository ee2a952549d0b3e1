//! Times of transactions: how many samples of which length a stream of events has.
//!
//! A table of 2048 slots gives the n-th sample, as in `shares`.
use super::{
    histogram::{GRID, Histogram, STEPS},
    shares::{SLOTS, shuffle},
};
use crate::base::seed::Seed;
use std::sync::OnceLock;

/// A log-normal distribution of times, given by its median and its 95th percentile.
pub struct Timing {
    name: &'static str,
    median_us: u64,
    p95_us: u64,
    /// Whether it is alike at fast and at slow servers.
    is_fixed: bool,
    table: OnceLock<SampleTable>,
}

struct SampleTable {
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
    pub fn name(&self) -> &'static str {
        self.name
    }
    /// A score, which is noted as milliseconds.
    pub const fn score(name: &'static str, median: f64, p95: f64) -> Timing {
        let mut timing = Timing::ms(name, median, p95);
        timing.is_fixed = true;
        timing
    }
    /// Adds the samples `from..until` of a stream whose server is `shift` steps slower than most.
    pub fn sample(&self, stream: Seed, shift: i8, from: u64, until: u64, into: &mut Histogram) {
        let table = self.table.get_or_init(|| SampleTable::new(self));
        let shift = if self.is_fixed { 0 } else { shift };
        let step =
            |slot: u16| (i32::from(slot) + i32::from(shift)).clamp(0, STEPS as i32 - 1) as usize;
        let (rounds, rest) = ((until - from) / SLOTS as u64, (until - from) % SLOTS as u64);
        if until == from {
            return;
        }
        let into = into.steps();
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

impl SampleTable {
    fn new(timing: &Timing) -> SampleTable {
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
        SampleTable {
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

#[cfg(test)]
mod tests {
    use super::*;

    static LAST_BYTE: Timing = Timing::ms("http last byte", 60.0, 400.0);
    static SETUP: Timing = Timing::ms("tcp setup", 0.8, 15.0);

    fn whole(timing: &Timing) -> Histogram {
        let mut all = Histogram::default();
        timing.sample(Seed(1), 0, 0, 4096, &mut all);
        all
    }

    #[test]
    fn a_distribution_has_the_percentiles_it_names() {
        let found = whole(&LAST_BYTE).percentiles(&[0.0, 50.0, 95.0, 100.0]);
        assert!((57.0..63.5).contains(&found[1]), "{found:?}");
        assert!((380.0..425.0).contains(&found[2]), "{found:?}");
        assert!(found.windows(2).all(|pair| pair[0] <= pair[1]));
    }

    #[test]
    fn parts_merge_to_the_whole() {
        let mut parts = Histogram::default();
        for from in (0..4096).step_by(64) {
            let mut part = Histogram::default();
            SETUP.sample(Seed(1), 3, from, from + 64, &mut part);
            parts.merge(&part);
        }
        let mut all = Histogram::default();
        SETUP.sample(Seed(1), 3, 0, 4096, &mut all);
        assert_eq!(parts, all);
        assert_eq!(all.count(), 4096);
    }
}
