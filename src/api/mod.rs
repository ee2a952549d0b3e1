//! How operations are written down, served and documented. It knows no resource.
mod batch;
mod body_room;
pub mod caller;
pub mod crud;
mod describe;
pub mod family;
mod gate;
mod handler;
mod ignored;
mod incoming;
mod limits;
pub mod openapi;
pub mod operation;
pub mod part;
mod rate_limit;
pub mod refusal;
pub mod relation;
mod router;
mod terms;
pub mod time;
pub mod wire;
mod wording;

pub use crate::schema::marks::read_only;
pub use batch::Assignments;
pub use crud::{create, list, read, remove, update};
pub use describe::{Describe, Doc};
pub use family::{Accounts, Family};
pub use handler::Argument;
pub use incoming::{BodyTooSlow, Incoming};
pub use limits::{Limit, Limits};
pub use operation::{Operation, delete, get, patch, post, put};
pub use part::Part;
pub use rate_limit::limited;
pub use relation::Relation;
pub use router::router;
pub use terms::{Terms, Unprocessable};
pub use time::When;
pub use wire::{
    Accepted, Body, Changed, Created, CreatedBody, CreatedEmpty, CreatedWith, Document, Download,
    Enveloped, ExactBody, Gzip, Id, MaxSize, Name, Names, NoContent, OkOrAccepted, OneOf,
    OptionalBody, Pair, Patch, Pcap, Query, RawQuery, SavedFile, Text, Unwrapped, UnwrappedPart,
    UnwrappedPatch, Upload, View, without_nulls,
};
pub use wording::Wording;
