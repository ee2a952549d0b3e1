//! The assignments of one relation, as a list in a record.
use crate::{
    api::relation::Guard,
    base::problem::Result,
    store::{Ends, Link, State},
};

#[derive(Clone)]
pub struct Set {
    pub name: String,
    pub relation: &'static Ends,
    pub guard: Option<Guard>,
    /// Whether the record is the child of the relation.
    pub flipped: bool,
}

impl Set {
    /// The kind at the other end.
    pub fn kind(&self) -> &'static str {
        match self.flipped {
            false => self.relation.child,
            true => self.relation.parent,
        }
    }
    pub fn link(&self, id: i64, other: i64) -> Link {
        let (parent, child) = if self.flipped {
            (other, id)
        } else {
            (id, other)
        };
        Link {
            relation: self.relation,
            parent,
            child,
        }
    }
    /// What an object is assigned to.
    pub fn ids(&self, state: &State, id: i64) -> Vec<i64> {
        match self.flipped {
            false => state.children(self.relation.name, id).collect(),
            true => state.parents(self.relation.name, id).collect(),
        }
    }
    /// Whether the two may be joined.
    pub fn allows(&self, state: &State, link: &Link) -> Result<()> {
        self.guard.map_or(Ok(()), |guard| guard(state, link))
    }
}
