//! How operations are written down, served and documented. It knows no resource.
mod batch;
pub mod crud;
pub mod family;
pub mod fields;
mod gate;
mod limits;
pub mod openapi;
pub mod operation;
pub mod relation;
pub mod rule;
pub mod time;
pub mod wire;

pub use batch::Assignments;
pub use crud::{create, list, read, remove, update};
pub use family::Family;
pub use fields::read_only;
pub use limits::{Limit, Limits, limited};
pub use openapi::{Describe, Doc};
pub use operation::{Operation, Terms, Unprocessable, delete, get, patch, post, put};
pub use relation::Relation;
pub use time::When;
pub use wire::{
    Accepted, Body, Changed, Created, CreatedBody, CreatedEmpty, CreatedWith, Document, Download,
    Enveloped, Gzip, Id, MaxSize, Name, Names, NoContent, OkOrAccepted, OneOf, OptionalBody, Pair,
    Patch, Pcap, Query, RawQuery, SavedFile, Text, Unwrapped, UnwrappedPart, UnwrappedPatch,
    Upload, View, without_nulls,
};
