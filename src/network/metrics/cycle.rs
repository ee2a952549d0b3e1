//! The lengths of buckets.
use crate::base::clock::{DAY, HOUR, MINUTE, Millis, SECOND, TICK};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
