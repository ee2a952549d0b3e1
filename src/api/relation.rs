//! Assignments: objects of one kind attached to objects of another.
use super::{
    Assignments, Body, Id, NoContent, Operation, Pair, View, batch::Assigned, delete, get, post,
};
use crate::{
    base::{firmware::Firmware, problem::Result},
    store::{Draft, Ends, Kind, Link, Object, Resource, State},
    twin::access::{Level, Permit},
};
use std::{marker::PhantomData, sync::Arc};

/// A many-to-many relation as one of its two ends sees it.
pub struct Relation<P, C> {
    links: Links,
    of: PhantomData<fn(P, C)>,
}

/// The links of a relation; what is done with them is the same code for all, so it knows the kinds by
/// name.
#[derive(Clone, Copy)]
struct Links {
    ends: &'static Ends,
    /// Whether it is seen from the child.
    flipped: bool,
    parent: &'static Kind,
    child: &'static Kind,
    guard: Option<Guard>,
    follow: Option<Follow>,
    /// Whether a batch with an unknown id was once refused whole.
    whole: bool,
}
/// What else must hold before two objects may be joined or parted.
pub type Guard = fn(&State, &Link) -> Result<()>;
/// What follows when two objects have been joined.
pub type Follow = fn(&Permit, &mut Draft, &Link) -> Result<()>;

impl<P, C> Clone for Relation<P, C> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<P, C> Copy for Relation<P, C> {}

impl<P: Resource, C: Resource> Relation<P, C> {
    pub const fn new(ends: &'static Ends) -> Self {
        let links = Links {
            ends,
            flipped: false,
            parent: Kind::of::<P>(),
            child: Kind::of::<C>(),
            guard: None,
            follow: None,
            whole: false,
        };
        Self {
            links,
            of: PhantomData,
        }
    }
    pub const fn guarded(mut self, guard: Guard) -> Self {
        self.links.guard = Some(guard);
        self
    }
    pub const fn followed(mut self, follow: Follow) -> Self {
        self.links.follow = Some(follow);
        self
    }
    /// Before firmware 8.0, a batch with an unknown id is refused whole.
    pub const fn whole(mut self) -> Self {
        self.links.whole = true;
        self
    }
    /// The same links seen from the other end.
    pub const fn inverse(self) -> Relation<C, P> {
        let links = Links {
            flipped: !self.links.flipped,
            parent: self.links.child,
            child: self.links.parent,
            ..self.links
        };
        Relation {
            links,
            of: PhantomData,
        }
    }
    pub const fn ends(self) -> &'static Ends {
        self.links.ends
    }
    pub const fn guard(self) -> Option<Guard> {
        self.links.guard
    }

    /// The ids of one parent's children.
    pub fn ids(self, state: &State, parent: i64) -> Vec<i64> {
        let name = self.links.ends.name;
        match self.links.flipped {
            false => state.children(name, parent).collect(),
            true => state.parents(name, parent).collect(),
        }
    }
    /// The children of one parent.
    pub fn of(self, state: &State, parent: i64) -> Vec<&Arc<Object>> {
        let ids = self.ids(state, parent);
        ids.into_iter()
            .filter_map(|id| state.find(C::KIND, id))
            .collect()
    }
    pub fn link(self, parent: i64, child: i64) -> Link {
        self.links.link(parent, child)
    }

    /// The four operations by which a relation is read and changed.
    pub fn assigned_at(self, path: &'static str, level: Level) -> Vec<Operation> {
        let summary = format!("Retrieve every {} assigned to a {}.", C::TITLE, P::TITLE);
        let list = get(
            path,
            Level::ReadOnly,
            move |permit: Permit, id: Id| self.list(permit, id),
            summary,
        );
        [vec![list], self.changed_at(path, level)].concat()
    }

    /// The three that change it, for a relation with a reading of its own.
    #[rustfmt::skip]
    pub fn changed_at(self, path: &'static str, level: Level) -> Vec<Operation> {
        let (p, c) = (P::TITLE, C::TITLE);
        let links = self.links;
        let child = format!("{path}/{{child}}");
        // What must hold may not.
        let refusals: &'static [u16] = if links.guard.is_some() { &[422] } else { &[] };
        vec![
            post  (path,          level, move |permit: Permit, id: Id, ids: Body<Assignments>| links.assign_many(permit, id, ids), format!("Assign and unassign {c} objects to a {p}.")),
            post  (child.clone(), level, move |permit: Permit, ids: Pair| links.assign(permit, ids),   format!("Assign a {c} to a {p}.")).refusing(refusals),
            delete(child,         level, move |permit: Permit, ids: Pair| links.unassign(permit, ids), format!("Unassign a {c} from a {p}.")).refusing(refusals),
        ]
    }

    async fn list(self, permit: Permit, Id(parent): Id) -> Result<View<Vec<C>>> {
        let state = permit.store.state();
        state.object::<P>(parent)?;
        Ok(permit.views(self.of(&state, parent)))
    }
}

impl Links {
    fn link(self, parent: i64, child: i64) -> Link {
        let (parent, child) = match self.flipped {
            false => (parent, child),
            true => (child, parent),
        };
        Link {
            relation: self.ends,
            parent,
            child,
        }
    }

    async fn assign_many(
        self,
        permit: Permit,
        Id(parent): Id,
        Body(ids): Body<Assignments>,
    ) -> Result<Assigned> {
        let whole = self.whole && permit.firmware < Firmware(8, 0);
        let by = permit.clone();
        permit
            .write(move |draft| {
                draft.object_of(self.parent, parent)?;
                if whole {
                    let mut ids = ids.assign.iter().chain(&ids.unassign);
                    ids.try_for_each(|id| draft.object_of(self.child, *id).map(drop))?;
                }
                let assigned = self.change_many(&by, draft, parent, &ids);
                if assigned.done() || !assigned.failed() {
                    let (p, c) = (self.parent.title, self.child.title);
                    let (on, off) = (assigned.assigned, assigned.unassigned);
                    let details = format!("{p} {parent}: {on} assigned, {off} unassigned");
                    draft.note(format!("Assign {c} to {p}"), details);
                }
                Ok(assigned)
            })
            .await
    }
    fn change_many(
        self,
        by: &Permit,
        draft: &mut Draft,
        parent: i64,
        ids: &Assignments,
    ) -> Assigned {
        let mut done = Assigned::default();
        done.assigned = done.each("assign", &ids.assign, |child| {
            self.join(by, draft, (parent, child))
        });
        done.unassigned = done.each("unassign", &ids.unassign, |child| {
            self.part(by, draft, (parent, child))
        });
        done
    }
    /// The link between two objects, if it may be made and taken away.
    fn allowed(self, draft: &Draft, (parent, child): (i64, i64)) -> Result<Link> {
        draft.object_of(self.child, child)?;
        let link = self.link(parent, child);
        self.guard.map_or(Ok(()), |guard| guard(draft, &link))?;
        Ok(link)
    }
    fn join(self, by: &Permit, draft: &mut Draft, ends: (i64, i64)) -> Result<()> {
        let link = self.allowed(draft, ends)?;
        let follow = self.follow.filter(|_| !draft.is_linked(&link));
        draft.link(link);
        follow.map_or(Ok(()), |follow| follow(by, draft, &link))
    }
    fn part(self, _: &Permit, draft: &mut Draft, ends: (i64, i64)) -> Result<()> {
        let link = self.allowed(draft, ends)?;
        draft.unlink(link);
        Ok(())
    }

    async fn assign(self, permit: Permit, ids: Pair) -> Result<NoContent> {
        self.change_one(permit, ids, "Assign", Self::join).await
    }
    async fn unassign(self, permit: Permit, ids: Pair) -> Result<NoContent> {
        self.change_one(permit, ids, "Unassign", Self::part).await
    }
    async fn change_one(
        self,
        permit: Permit,
        Pair(parent, child): Pair,
        verb: &'static str,
        change: fn(Self, &Permit, &mut Draft, (i64, i64)) -> Result<()>,
    ) -> Result<NoContent> {
        let by = permit.clone();
        permit
            .write(move |draft| {
                draft.object_of(self.parent, parent)?;
                change(self, &by, draft, (parent, child))?;
                let (p, c) = (self.parent.title, self.child.title);
                draft.note(format!("{verb} {c}"), format!("{c} {child}, {p} {parent}"));
                Ok(())
            })
            .await?;
        Ok(NoContent)
    }
}
