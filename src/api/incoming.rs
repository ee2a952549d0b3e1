//! A request that was let through, as the arguments of a handler take it apart.
use super::{
    body_room::BodyRoom,
    ignored::{Ignored, in_a_line},
};
use crate::{
    base::{
        problem::{Problem, Result, malformed},
        unknown_fields::UnknownFields,
    },
    schema::fields::Fields,
    twin::{
        access::{Permit, UnknownNames},
        fleet::Fleet,
    },
};
use axum::{
    body::Body,
    extract::{FromRequestParts, RawPathParams, Request},
};
use http::request::Parts;
use std::sync::{Arc, LazyLock};

/// The largest body that is read.
pub const BODY_LIMIT: usize = 16 * 1024 * 1024;

/// A body of which less came in a time than must come.
#[derive(Debug, thiserror::Error)]
#[error("a body came too slowly")]
pub struct BodyTooSlow;
/// What an operation without parameters has.
static NO_FIELDS: LazyLock<Fields> =
    LazyLock::new(|| Fields::from_schema(&serde_json::json!({"additionalProperties": false})));

pub struct Incoming {
    pub permit: Permit,
    /// All twins of the server.
    pub fleet: Arc<Fleet>,
    pub head: Parts,
    /// The most bytes of the body that are read.
    pub limit: usize,
    /// What its body takes of the memory for all of them.
    pub room: BodyRoom,
    /// What of the request is ignored.
    pub ignored: Ignored,
    /// Whether an argument has read the query.
    query_read: bool,
    body: Body,
}

impl Incoming {
    pub fn new(permit: Permit, fleet: Arc<Fleet>, request: Request) -> Self {
        let (head, body) = request.into_parts();
        Self {
            permit,
            fleet,
            head,
            limit: BODY_LIMIT,
            room: BodyRoom::default(),
            ignored: Ignored::default(),
            query_read: false,
            body,
        }
    }
    /// Fields and parameters that there are not are named in the answer; a strict twin refuses them.
    pub fn ignore(&mut self, unknown: Vec<String>) -> Result<()> {
        let by_api = self.permit.api.unknown_names;
        if unknown.is_empty() || by_api == UnknownNames::Ignore {
            return Ok(());
        }
        if by_api == UnknownNames::Refuse {
            let named = in_a_line(&unknown);
            return Err(malformed(format!("there is no {named} here")));
        }
        if self.permit.unknown_fields == UnknownFields::Refuse {
            let named = in_a_line(&unknown);
            return Err(malformed(format!("this firmware does not have {named}")));
        }
        self.ignored.add(unknown, &self.head);
        Ok(())
    }
    /// The query of an operation with these parameters.
    pub fn query(&mut self, known: &Fields) -> Result<&str> {
        self.query_read = true;
        if let Some(query) = self.head.uri.query() {
            self.ignore(known.unknown_parameters(query, self.permit.firmware))?;
        }
        Ok(self.head.uri.query().unwrap_or_default())
    }
    /// Where no argument has read the query, there is no parameter.
    pub fn end(&mut self) -> Result<()> {
        match self.query_read || self.head.uri.query().is_none() {
            true => Ok(()),
            false => self.query(&NO_FIELDS).map(drop),
        }
    }
    /// The body; nothing is left of it.
    pub fn take_body(&mut self) -> Body {
        std::mem::take(&mut self.body)
    }
    /// The names in the path, in their order.
    pub async fn names<const COUNT: usize>(&mut self) -> Result<[String; COUNT]> {
        let names = RawPathParams::from_request_parts(&mut self.head, &()).await;
        let names = names.map_err(|why| Problem::NotFound(why.body_text()))?;
        let names: Vec<_> = names.iter().map(|(_, name)| name.to_owned()).collect();
        let count = names.len();
        names.try_into().map_err(|_| {
            let why = anyhow::anyhow!("a handler reads {COUNT} names of a path with {count}");
            Problem::Internal(why)
        })
    }
}
