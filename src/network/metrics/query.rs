//! What can be asked of a network's metrics, and how a question is refused.
use crate::{
    base::clock::{DAY, HOUR, MINUTE, Millis, SECOND, TICK},
    network::world::{
        applications::Ends,
        host::{at_node, node_of},
    },
};
use regex::{Regex, RegexBuilder};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// The most rows of one answer.
pub const MOST_ROWS: i64 = 1_000_000;

/// `Variant "name" length` for each cycle, ascending.
macro_rules! cycles {
    ($($cycle:ident $name:literal $millis:expr;)+) => {
        /// The length of a bucket.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
        )]
        pub enum Cycle {
            $(#[serde(rename = $name)] $cycle,)+
        }

        impl Cycle {
            pub const ALL: &[Cycle] = &[$(Cycle::$cycle),+];

            pub fn millis(self) -> Millis {
                match self {
                    $(Cycle::$cycle => $millis,)+
                }
            }
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Cycle::$cycle => $name,)+
                }
            }
        }
    };
}

cycles! {
    Sec1 "1sec" SECOND;
    Sec30 "30sec" TICK;
    Min5 "5min" 5 * MINUTE;
    Hour1 "1hr" HOUR;
    Hour24 "24hr" DAY;
}

/// The kind of object that a query asks about. `capture` is another word for `network`.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ObjectType {
    Network,
    #[default]
    Device,
    Application,
    Vlan,
    DeviceGroup,
    System,
    ActivityGroup,
    Capture,
}

impl ObjectType {
    /// What full stat names have in front of the category: `extrahop.device`.
    pub fn stat_prefix(self) -> &'static str {
        match self {
            ObjectType::Network | ObjectType::Capture => "extrahop.capture",
            ObjectType::Device | ObjectType::DeviceGroup | ObjectType::ActivityGroup => {
                "extrahop.device"
            }
            ObjectType::Application => "extrahop.application",
            ObjectType::Vlan => "extrahop.vlan",
            ObjectType::System => "extrahop.system",
        }
    }
}

/// An object that a query asks about, and the devices it stands for: itself for a device, the
/// members for a group. Other objects need no members.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subject {
    pub oid: i64,
    pub members: Vec<i64>,
    /// The devices that an application looks at. The application of all activity needs none.
    pub ends: BTreeMap<i64, Ends>,
}

impl Subject {
    /// Whether it is the application of all activity.
    pub(in crate::network) fn is_whole(&self) -> bool {
        self.oid == at_node(node_of(self.oid), 0)
    }
}

/// A question about metrics; times are absolute.
#[derive(Clone, Debug)]
pub struct Query {
    pub object_type: ObjectType,
    pub category: String,
    pub specs: Vec<Spec>,
    pub subjects: Vec<Subject>,
    pub cycle: Cycle,
    pub from: Millis,
    pub until: Millis,
    pub now: Millis,
    pub fold: Fold,
    /// Nodes that report no more, and since when.
    pub silent: Vec<(i64, Millis)>,
}

/// What makes a row of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Every object and bucket.
    Buckets,
    /// All objects and buckets together.
    Total,
    /// Every object, its buckets together.
    ByObject,
}

/// One metric that is asked for.
#[derive(Clone, Debug)]
pub struct Spec {
    pub name: String,
    pub key1: Option<KeyFilter>,
    pub key2: Option<KeyFilter>,
    pub calc: Calc,
}

impl Spec {
    /// A metric without filters or calculation.
    pub fn named(name: &str) -> Spec {
        Spec {
            name: name.to_owned(),
            key1: None,
            key2: None,
            calc: Calc::None,
        }
    }
}

/// What to make of a dataset.
#[derive(Clone, Debug, PartialEq)]
pub enum Calc {
    None,
    Mean,
    Percentiles(Vec<f64>),
}

/// Which keys of a detail metric to keep.
#[derive(Clone, Debug)]
pub enum KeyFilter {
    Exact(String),
    Pattern(Regex),
}

impl KeyFilter {
    /// Reads a key, or a regular expression between slashes that an `i` may follow.
    pub fn parse(text: &str) -> Result<KeyFilter, String> {
        let inner = text.strip_prefix('/').and_then(|rest| {
            let plain = rest.strip_suffix('/').map(|pattern| (pattern, false));
            plain.or_else(|| rest.strip_suffix("/i").map(|pattern| (pattern, true)))
        });
        let Some((pattern, any_case)) = inner else {
            return Ok(KeyFilter::Exact(text.to_owned()));
        };
        let built = RegexBuilder::new(pattern)
            .case_insensitive(any_case)
            .build();
        built
            .map(KeyFilter::Pattern)
            .map_err(|why| format!("`{text}` is no regular expression: {why}"))
    }
    pub fn matches(&self, key: &str) -> bool {
        match self {
            KeyFilter::Exact(text) => text == key,
            KeyFilter::Pattern(pattern) => pattern.is_match(key),
        }
    }
}

/// Why a query has no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The object type has no such category; the full stat name.
    Category(String),
    /// The category has no such metric.
    Metric(String),
    /// The answer would have this many rows.
    TooMany(i64),
}

impl fmt::Display for Refusal {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Refusal::Category(stat) => write!(to, "invalid stat name '{stat}' (-32602)"),
            Refusal::Metric(_) => write!(to, "Provided spec name or category is incorrect"),
            Refusal::TooMany(rows) => write!(
                to,
                "the answer would have {rows} rows and {MOST_ROWS} are the most; \
                 ask for a shorter time, a longer cycle or fewer objects, or for a total"
            ),
        }
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_words_or_patterns() {
        let matches = |filter: &str, key: &str| KeyFilter::parse(filter).unwrap().matches(key);
        assert!(matches("GET", "GET") && !matches("GET", "GETS") && !matches("GET", "get"));
        assert!(matches("/GE/", "xGEx") && !matches("/^GE$/", "GET") && matches("/get/i", "GET"));
        assert!(KeyFilter::parse("/(/").is_err());
        assert!(matches("/", "/"));
    }
}
