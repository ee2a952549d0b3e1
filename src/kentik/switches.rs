//! Where sources disagree about the API, or it has what is off by default: what a client may want to
//! meet instead.
use std::str::FromStr;

/// The switches of a twin.
#[derive(Clone, Debug, Default)]
pub struct Switches(pub Vec<Switch>);

impl Switches {
    pub fn has(&self, switch: Switch) -> bool {
        self.0.contains(&switch)
    }
    /// How calls are limited, if they are: as Kentik does, or by a rate.
    pub fn limited(&self) -> Option<Option<Rate>> {
        let mut limits = self.0.iter().rev();
        limits.find_map(|switch| match switch {
            Switch::RateLimits(rate) => Some(*rate),
            _ => None,
        })
    }
}

/// What is otherwise than by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// A dash in a device's name is refused, and not made an underscore.
    StrictNames,
    /// The first DELETE of a device archives it, the second removes it.
    ArchiveDevices,
    /// A create is answered with 200, not 201.
    Created200,
    /// DELETE of an interface answers 200 with {}, not 204.
    InterfaceDelete200,
    /// A part of a batch is answered with 202, not 200.
    Batch202,
    /// A plan takes no more devices than it says.
    PlanLimits,
    /// Calls are counted, delayed and refused as Kentik does; with a rate they are counted and
    /// refused by that one.
    RateLimits(Option<Rate>),
}

/// So many calls in a minute or an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub calls: usize,
    pub per: Per,
}

/// What a rate counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    Minute,
    Hour,
}

const NAMES: [(&str, Switch); 7] = [
    ("strict-names", Switch::StrictNames),
    ("archive-devices", Switch::ArchiveDevices),
    ("created200", Switch::Created200),
    ("interface-delete200", Switch::InterfaceDelete200),
    ("batch202", Switch::Batch202),
    ("plan-limits", Switch::PlanLimits),
    ("rate-limits", Switch::RateLimits(None)),
];

impl FromStr for Switch {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(rate) = text.strip_prefix("rate-limits=") {
            return rate.parse().map(|rate| Self::RateLimits(Some(rate)));
        }
        let found = NAMES.into_iter().find(|(name, _)| *name == text);
        found.map(|(_, switch)| switch).ok_or_else(|| {
            let names = NAMES.map(|(name, _)| name).join(", ");
            format!("give one of {names}, or rate-limits=5/min")
        })
    }
}

impl FromStr for Rate {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        const HOW: &str = "give a number from 1 to 1000000 a minute or an hour, such as rate-limits=5/min or rate-limits=500/hour";
        let (calls, per) = text.split_once('/').unwrap_or((text, ""));
        let per = match per {
            "min" | "minute" | "m" => Some(Per::Minute),
            "hour" | "h" => Some(Per::Hour),
            _ => None,
        };
        let calls = calls
            .parse()
            .ok()
            .filter(|calls| (1..=1_000_000).contains(calls));
        match (calls, per) {
            (Some(calls), Some(per)) => Ok(Self { calls, per }),
            _ => Err(HOW.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_and_rates_are_read() {
        let rate = |calls, per| Ok(Switch::RateLimits(Some(Rate { calls, per })));
        assert_eq!("rate-limits=5/min".parse(), rate(5, Per::Minute));
        assert_eq!("rate-limits=20/hour".parse(), rate(20, Per::Hour));
        assert_eq!("batch202".parse(), Ok(Switch::Batch202));
        for wrong in [
            "",
            "batch",
            "rate-limits=",
            "rate-limits=0/min",
            "rate-limits=5",
            "rate-limits=5/day",
        ] {
            assert!(wrong.parse::<Switch>().is_err(), "{wrong}");
        }
    }
}
