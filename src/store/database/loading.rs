//! A state that is being put together from the rows of a database.
use crate::store::{
    object::Kind,
    state::{Change, Ends, Link, State},
};
use anyhow::{Result, anyhow};
use std::sync::Arc;

/// A state that is being put together from rows.
pub struct Loading {
    state: State,
    kinds: Vec<&'static Kind>,
    relations: Vec<&'static Ends>,
}

impl Loading {
    /// A kind or relation that this version does not know is an error, so that nothing is lost by
    /// writing over it.
    pub fn new(kinds: Vec<&'static Kind>, relations: Vec<&'static Ends>) -> Self {
        Self {
            state: State::default(),
            kinds,
            relations,
        }
    }
    pub fn state(self) -> State {
        self.state
    }
    fn kind(&self, name: &str) -> Result<&'static Kind> {
        let found = self.kinds.iter().find(|kind| kind.name == name);
        found
            .copied()
            .ok_or_else(|| anyhow!("it holds objects of an unknown kind `{name}`"))
    }
    pub fn object(&mut self, kind: &str, id: i64, doc: &str) -> Result<()> {
        let object = self.kind(kind)?.decode(doc);
        let object = object.map_err(|why| anyhow!("the {kind} {id} cannot be read: {why}"))?;
        self.state.apply(&Change::Put(Arc::new(object)));
        Ok(())
    }
    pub fn link(&mut self, relation: &str, parent: i64, child: i64) -> Result<()> {
        let known = self.relations.iter().find(|known| known.name == relation);
        let relation =
            known.ok_or_else(|| anyhow!("it holds links of an unknown relation `{relation}`"))?;
        self.state.apply(&Change::Link(Link {
            relation,
            parent,
            child,
        }));
        Ok(())
    }
    pub fn last_id(&mut self, kind: &str, id: i64) -> Result<()> {
        let kind = self.kind(kind)?;
        self.state.apply(&Change::LastId(kind, id));
        Ok(())
    }
}
