//! Categories of metrics that belong to no one protocol.
mod custom;
mod net;
mod system;
pub mod transport;

pub use custom::CATEGORIES as CUSTOM;
pub use net::CATEGORIES as NET;
pub use system::CATEGORIES as SYSTEM;
pub use transport::CATEGORIES as TRANSPORT;
