//! What goes over the wire: arguments that handlers take, and the answers that they give.
#![warn(clippy::arithmetic_side_effects)]
mod body;
mod changed;
mod coding;
mod document;
mod envelope;
mod exact_body;
mod file;
mod json;
mod json_size;
mod max_size;
mod one_of;
mod optional_body;
mod path;
mod query;
mod read;
mod status;
mod text;
mod upload;
mod view;

pub use body::{Body, Patch};
pub use changed::Changed;
pub use document::Document;
pub use envelope::{Enveloped, Unwrapped, UnwrappedPart, UnwrappedPatch, without_nulls};
pub use exact_body::ExactBody;
pub use file::{Download, Gzip, Pcap, SavedFile};
pub use max_size::MaxSize;
pub use one_of::OneOf;
pub use optional_body::OptionalBody;
pub use path::{Id, Name, Names, Pair};
pub use query::{Query, RawQuery};
pub use status::{
    Accepted, Created, CreatedBody, CreatedEmpty, CreatedWith, NoContent, OkOrAccepted,
};
pub use text::Text;
pub use upload::Upload;
pub use view::{JSON, View};
