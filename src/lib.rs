//! wiretwin: an ExtraHop-compatible REST API server emulator. The map of the crate, from the
//! outside in: `config` and `launch` make a running [`server`] of a command line; `app` puts the
//! families of operations together; `extrahop` has one file for each resource; `api` says how
//! operations are written, served and documented; `network` simulates the traffic; `store` keeps
//! the state, `tls` the certificate that clients see.
pub mod access;
pub mod api;
pub mod app;
mod aside;
pub mod clock;
pub mod config;
pub mod extrahop;
pub mod families;
pub mod firmware;
pub mod fixture;
pub mod fleet;
pub mod kentik;
pub mod launch;
mod mixed;
pub mod network;
pub mod polls;
pub mod problem;
pub mod recent;
pub mod seed;
pub mod server;
pub mod store;
pub mod tls;
pub mod twin;
