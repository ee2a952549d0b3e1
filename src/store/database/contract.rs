//! What a database must do for the writer.
use super::loading::Loading;
use crate::{
    base::{clock::Millis, firmware::Firmware, platform::Platform, unknown_fields::UnknownFields},
    store::state::Change,
};
use anyhow::Result;
use futures_util::future::BoxFuture;

/// A database that keeps the states of twins. What a call writes is durable when it returns.
pub trait Database: Send {
    /// Every twin that is kept, by name.
    fn twins(&mut self) -> BoxFuture<'_, Result<Vec<TwinRow>>>;
    /// Gives every object, link and last id of a twin to the loader.
    fn load<'a>(&'a mut self, twin: &'a str, into: &'a mut Loading) -> BoxFuture<'a, Result<()>>;
    /// Keeps a new twin with its first state, in place of one of the same name. Without its row there
    /// is no twin, and what an interrupted call left behind is cleared away first.
    fn create<'a>(
        &'a mut self,
        twin: &'a TwinRow,
        changes: &'a [Change],
    ) -> BoxFuture<'a, Result<()>>;
    /// Keeps changes of any twins, in order: all of them or none.
    fn append<'a>(&'a mut self, changes: Vec<(&'a str, &'a [Change])>)
    -> BoxFuture<'a, Result<()>>;
    /// Ends it; nothing is pending, as every call is durable.
    fn close(self: Box<Self>) -> BoxFuture<'static, ()>;
}

/// What a write survives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Synchronous {
    /// The end of the process at any moment.
    #[default]
    Normal,
    /// A power loss too.
    Full,
}

/// What a database says of a twin beside its objects.
#[derive(Clone, Debug, PartialEq)]
pub struct TwinRow {
    pub twin: String,
    pub firmware: Firmware,
    pub platform: Platform,
    pub seed: u64,
    pub clock: Option<Millis>,
    pub fixture: String,
    pub unknown_fields: UnknownFields,
    /// The SHA-256 of the file that the fixture was read from, in hexadecimal.
    pub fixture_digest: Option<String>,
    /// When it was made, in real time: ms since the epoch.
    pub made_at: Option<Millis>,
}
