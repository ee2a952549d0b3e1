//! wiretwin: an ExtraHop-compatible REST API server emulator. The map of the crate, from the
//! outside in: `config` and `launch` make a running [`server`] of a command line; `app` puts the
//! families of operations together; `extrahop` has one file for each resource; `api` says how
//! operations are written, served and documented; `network` simulates the traffic; `store` keeps
//! the state, `tls` the certificate that clients see.
pub mod api;
pub mod base;
pub mod extrahop;
pub mod families;
pub mod fixture;
pub mod kentik;
pub mod network;
pub mod polls;
mod runtime;
pub mod server;
pub mod store;
pub mod tls;
pub mod twin;
