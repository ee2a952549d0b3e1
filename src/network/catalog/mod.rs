//! What is stated, in tables: each protocol in a file of its own, and each metric of the objects.
//! Nothing here computes; the other rooms read it.
//!
//! A new protocol is a file in `protocol` and its two lines in `protocol/mod.rs`. A new metric is a
//! line in the file of its protocol, or of its kind of object in `objects`.
mod build;
mod category;
mod client_profile;
mod definition;
mod definitions;
mod list;
mod listing;
mod meaning;
mod metric;
mod object_type;
mod objects;
pub(in crate::network) mod outcome_class;
mod outcomes;
mod prelude;
pub(in crate::network) mod protocol;
mod protocol_set;
mod quantity;
mod role;
mod users;

pub use category::Category;
pub use list::{all, find};
pub use listing::{ListedCategory, ListedMetric, listed, probably_meant};
pub use metric::Metric;
pub use object_type::{MetricLevel, ObjectType};
pub use protocol::Protocol;
pub use role::Role;

pub(in crate::network) use category::Traffic;
pub(in crate::network) use client_profile::{ANY_CLIENTS, ClientGroup, ClientProfile, INTERNET};
pub(in crate::network) use definition::{ActivityNames, Transport};
pub(in crate::network) use metric::{DeviceClass, KeyBy, Kind, Timed};
pub(in crate::network) use objects::transport::RETRANSMITTED_OUT;
pub(in crate::network) use protocol::protocols as protocol_table;
pub(in crate::network) use protocol_set::ProtocolSet;
pub(in crate::network) use quantity::{Direction, Quantity};
