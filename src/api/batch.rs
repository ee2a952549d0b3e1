//! Many assignments in one request, and what came of each.
use super::{
    NoContent, View,
    describe::{Describe, Doc},
};
use crate::base::problem::Result;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    pub(super) assigned: usize,
    pub(super) unassigned: usize,
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
    pub(super) fn done(&self) -> bool {
        self.assigned + self.unassigned > 0
    }
    pub(super) fn failed(&self) -> bool {
        !self.failures.is_empty()
    }
    /// How many of the ids it could be done for; the others are failures.
    pub(super) fn each(
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
        // It is made of texts, which always serialize.
        let body = View::<Failures>::of(serde_json::to_vec(&told).unwrap_or_default().into());
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
