//! SSL decrypt keys let the appliance read the traffic of a server that holds the same key.
mod object;
mod operations;
mod pair;
mod protocol;
mod protocols;
mod update;

pub use object::SslDecryptKey;
pub use operations::PART;
pub use protocol::SslDecryptKeyProtocol;
