//! Assignments: objects of one kind attached to objects of another.
use super::{
    Body, Id, NoContent, Operation, Pair, View, delete, get,
    openapi::{Describe, Doc},
    post, wire,
};
use crate::{
    access::{Level, Permit},
    firmware::Firmware,
    problem::Result,
    store::{Draft, Ends, Link, Object, Resource, State},
};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{marker::PhantomData, sync::Arc};

/// A many-to-many relation as one of its two ends sees it.
pub struct Relation<P, C> {
    ends: &'static Ends,
    flipped: bool,
    guard: Option<Guard>,
    /// Whether a batch with an unknown id was once refused whole.
    whole: bool,
    of: PhantomData<fn(P, C)>,
}
/// What else must hold before two objects may be joined or parted.
pub type Guard = fn(&State, &Link) -> Result<()>;

impl<P, C> Clone for Relation<P, C> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<P, C> Copy for Relation<P, C> {}

/// The body of a batch assignment.
#[derive(Deserialize, JsonSchema)]
#[schemars(extend("examples" = [{"assign": [1, 2], "unassign": [3]}]))]
pub struct Assignments {
    /// The ids to assign.
    #[serde(default)]
    pub assign: Vec<i64>,
    /// The ids to unassign.
    #[serde(default)]
    pub unassign: Vec<i64>,
}

/// What a batch came to: 204 when all of it was done, else the ids that were not.
#[derive(Default)]
pub struct Assigned {
    assigned: usize,
    unassigned: usize,
    failures: Vec<Failure>,
}

/// The answer of a batch of which not all could be done.
#[derive(Serialize, JsonSchema)]
struct Failures {
    message: &'static str,
    failures: Vec<Failure>,
}

#[derive(Serialize, JsonSchema)]
struct Failure {
    /// `assign` or `unassign`.
    action: &'static str,
    id: String,
    reason: String,
}

impl Assigned {
    fn done(&self) -> bool {
        self.assigned + self.unassigned > 0
    }
    /// How many of the ids it could be done for; the others are failures.
    fn each(
        &mut self,
        action: &'static str,
        ids: &[i64],
        mut change: impl FnMut(i64) -> Result<()>,
    ) -> usize {
        let failed = self.failures.len();
        for &id in ids {
            if let Err(why) = change(id) {
                self.failures.push(Failure {
                    action,
                    id: id.to_string(),
                    reason: why.to_string(),
                });
            }
        }
        ids.len() + failed - self.failures.len()
    }
}

impl IntoResponse for Assigned {
    /// 207 when a part was done, 422 when nothing was (the contract's form, from firmware 9.8).
    fn into_response(self) -> Response {
        if self.failures.is_empty() {
            return NoContent.into_response();
        }
        let (status, message) = match self.done() {
            true => (
                StatusCode::MULTI_STATUS,
                "Some of the assignments could not be made.",
            ),
            false => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "None of the assignments could be made.",
            ),
        };
        let told = Failures {
            message,
            failures: self.failures,
        };
        let body = View::<Failures>::json(&told);
        (status, body).into_response()
    }
}
impl Describe for Assigned {
    fn describe(doc: &mut Doc) {
        NoContent::describe(doc);
        doc.answer::<Failures>(207, "Some ids could not be assigned");
        doc.answer::<Failures>(422, "No id could be assigned");
    }
}

impl<P: Resource, C: Resource> Relation<P, C> {
    pub const fn new(ends: &'static Ends) -> Self {
        Self {
            ends,
            flipped: false,
            guard: None,
            whole: false,
            of: PhantomData,
        }
    }
    pub const fn guarded(mut self, guard: Guard) -> Self {
        self.guard = Some(guard);
        self
    }
    /// Before firmware 8.0, a batch with an unknown id is refused whole.
    pub const fn whole(mut self) -> Self {
        self.whole = true;
        self
    }
    /// The same links seen from the other end.
    pub const fn inverse(self) -> Relation<C, P> {
        Relation {
            ends: self.ends,
            flipped: !self.flipped,
            guard: self.guard,
            whole: self.whole,
            of: PhantomData,
        }
    }
    pub const fn ends(self) -> &'static Ends {
        self.ends
    }
    pub const fn guard(self) -> Option<Guard> {
        self.guard
    }

    /// The ids of one parent's children.
    pub fn ids(self, state: &State, parent: i64) -> Vec<i64> {
        match self.flipped {
            false => state.children(self.ends.name, parent).collect(),
            true => state.parents(self.ends.name, parent).collect(),
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
        let (parent, child) = if self.flipped {
            (child, parent)
        } else {
            (parent, child)
        };
        Link {
            relation: self.ends,
            parent,
            child,
        }
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
        let child = format!("{path}/{{child}}");
        vec![
            post  (path,          level, move |permit: Permit, id: Id, ids: Body<Assignments>| self.assign_many(permit, id, ids), format!("Assign and unassign {c} objects to a {p}.")),
            post  (child.clone(), level, move |permit: Permit, ids: Pair| self.assign(permit, ids),   format!("Assign a {c} to a {p}.")),
            delete(child,         level, move |permit: Permit, ids: Pair| self.unassign(permit, ids), format!("Unassign a {c} from a {p}.")),
        ]
    }

    async fn list(self, permit: Permit, Id(parent): Id) -> Result<View<Vec<C>>> {
        let state = permit.store.state();
        state.object::<P>(parent)?;
        Ok(permit.views(self.of(&state, parent)))
    }

    async fn assign_many(
        self,
        permit: Permit,
        Id(parent): Id,
        Body(ids): Body<Assignments>,
    ) -> Result<Assigned> {
        let whole = self.whole && permit.firmware < Firmware(8, 0);
        permit
            .write(move |draft| {
                draft.object::<P>(parent)?;
                if whole {
                    let mut ids = ids.assign.iter().chain(&ids.unassign);
                    ids.try_for_each(|id| draft.object::<C>(*id).map(drop))?;
                }
                let assigned = self.change_many(draft, parent, &ids);
                if assigned.done() || assigned.failures.is_empty() {
                    let (p, on, off) = (P::TITLE, assigned.assigned, assigned.unassigned);
                    let details = format!("{p} {parent}: {on} assigned, {off} unassigned");
                    draft.note(format!("Assign {} to {}", C::TITLE, P::TITLE), details);
                }
                Ok(assigned)
            })
            .await
    }
    fn change_many(self, draft: &mut Draft, parent: i64, ids: &Assignments) -> Assigned {
        let mut done = Assigned::default();
        done.assigned = done.each("assign", &ids.assign, |child| {
            self.change(draft, parent, child, Draft::link)
        });
        done.unassigned = done.each("unassign", &ids.unassign, |child| {
            self.change(draft, parent, child, Draft::unlink)
        });
        done
    }
    fn change(
        self,
        draft: &mut Draft,
        parent: i64,
        child: i64,
        change: fn(&mut Draft, Link),
    ) -> Result<()> {
        draft.object::<C>(child)?;
        let link = self.link(parent, child);
        self.guard.map_or(Ok(()), |guard| guard(draft, &link))?;
        change(draft, link);
        Ok(())
    }

    async fn assign(self, permit: Permit, ids: Pair) -> Result<NoContent> {
        self.change_one(permit, ids, "Assign", Draft::link).await
    }
    async fn unassign(self, permit: Permit, ids: Pair) -> Result<NoContent> {
        self.change_one(permit, ids, "Unassign", Draft::unlink)
            .await
    }
    async fn change_one(
        self,
        permit: Permit,
        Pair(parent, child): Pair,
        verb: &'static str,
        change: fn(&mut Draft, Link),
    ) -> Result<NoContent> {
        permit
            .write(move |draft| {
                draft.object::<P>(parent)?;
                self.change(draft, parent, child, change)?;
                let (p, c) = (P::TITLE, C::TITLE);
                draft.note(format!("{verb} {c}"), format!("{c} {child}, {p} {parent}"));
                Ok(())
            })
            .await?;
        Ok(NoContent)
    }
}

/// The bytes of a problem's sentence in an envelope of one field.
pub fn envelope(status: StatusCode, field: &str, message: &str) -> Response {
    let body = serde_json::json!({ field: message }).to_string();
    (status, [(http::header::CONTENT_TYPE, wire::JSON)], body).into_response()
}
