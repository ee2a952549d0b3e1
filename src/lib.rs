//! wiretwin: an ExtraHop-compatible REST API server emulator. The rooms, from the ground up; each
//! knows only those above it in this list:
//!
//! - [`base`]: time, chance, versions, problems, secrets.
//! - `runtime`: long work in the background, caches of answers.
//! - [`tls`]: certificates, and the one that clients see.
//! - [`network`]: the simulated traffic, and every metric and packet that follows from it.
//! - [`store`]: the state of a twin as a value, and its durable copy.
//! - [`schema`]: what the schema of an object says of its fields and values.
//! - [`twin`]: one twin, the fixture that it is built of, and who may reach it.
//! - [`api`]: how operations are written down, served and documented; it knows no resource.
//! - [`extrahop`] and [`kentik`]: the two APIs, a file or folder for each resource.
//! - [`families`]: the list of the APIs.
//! - [`control`]: what tests do with twins and their time.
//! - [`server`]: listeners, connections, what is mounted, and how a server starts and ends.
//! - [`cli`]: the command line.
pub mod api;
pub mod base;
pub mod cli;
pub mod control;
pub mod extrahop;
pub mod families;
pub mod kentik;
pub mod network;
mod runtime;
pub mod schema;
pub mod server;
pub mod store;
pub mod tls;
pub mod twin;
