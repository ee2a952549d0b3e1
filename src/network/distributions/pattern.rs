//! How traffic follows the day and the week.

/// Hours of a day.
pub const HOURS: usize = 24;

/// How traffic follows the day and the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrafficPattern {
    /// People at work.
    Office,
    /// Machines.
    Steady,
    /// Back-ups.
    Nightly,
}

impl TrafficPattern {
    /// Weights of Monday to Sunday.
    pub fn week(self) -> &'static [u8; 7] {
        match self {
            TrafficPattern::Office => &[100, 104, 102, 100, 92, 16, 11],
            TrafficPattern::Steady => &[100, 101, 101, 101, 100, 94, 92],
            TrafficPattern::Nightly => &[100, 100, 100, 100, 100, 60, 120],
        }
    }
    /// Weights of the hours, UTC.
    #[rustfmt::skip]
    pub fn day(self) -> &'static [u8; HOURS] {
        match self {
            TrafficPattern::Office => &[3, 2, 2, 2, 3, 6, 18, 48, 86, 100, 98, 92, 70, 82, 96, 95, 88, 68, 40, 24, 15, 10, 7, 5],
            TrafficPattern::Steady => &[84, 82, 82, 84, 86, 88, 92, 97, 102, 105, 106, 105, 102, 104, 106, 105, 103, 101, 98, 96, 93, 91, 88, 86],
            TrafficPattern::Nightly => &[60, 100, 100, 70, 20, 5, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 5, 10, 30],
        }
    }
}
