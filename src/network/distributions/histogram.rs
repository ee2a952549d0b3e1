//! Samples of times, counted on one grid for all: each step is a sixteenth of an octave, so that
//! samples of any buckets and devices merge.
use std::sync::LazyLock;

/// Steps of the grid: from a microsecond to four minutes.
pub const STEPS: usize = 448;

/// The times of the steps, in microseconds.
pub static GRID: LazyLock<Vec<u64>> = LazyLock::new(|| {
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

/// How many samples fell on each step of the grid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Histogram(Option<Box<[u64; STEPS]>>);

impl Histogram {
    /// The samples on each step, to be added to.
    pub fn steps(&mut self) -> &mut [u64; STEPS] {
        self.0.get_or_insert_with(|| Box::new([0; STEPS]))
    }
    pub fn merge(&mut self, other: &Histogram) {
        if other.is_empty() {
            return;
        }
        let mine = self.steps();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_ascends() {
        assert!(GRID.windows(2).all(|pair| pair[0] <= pair[1]));
        assert_eq!((GRID[0], GRID[160]), (1, 1024));
    }
}
