//! A request that was let through, as the arguments of a handler take it apart.
use super::body_room::BodyRoom;
use crate::{
    base::problem::{Problem, Result},
    twin::access::Permit,
};
use axum::{
    body::Body,
    extract::{FromRequestParts, RawPathParams, Request},
};
use http::request::Parts;

/// The largest body that is read.
pub const BODY_LIMIT: usize = 16 * 1024 * 1024;

/// A body of which less came in a time than must come.
#[derive(Debug, thiserror::Error)]
#[error("a body came too slowly")]
pub struct BodyTooSlow;

pub struct Incoming {
    pub permit: Permit,
    pub head: Parts,
    /// The most bytes of the body that are read.
    pub limit: usize,
    /// What its body takes of the memory for all of them.
    pub room: BodyRoom,
    body: Body,
}

impl Incoming {
    pub fn new(permit: Permit, request: Request) -> Self {
        let (head, body) = request.into_parts();
        Self {
            permit,
            head,
            limit: BODY_LIMIT,
            room: BodyRoom::default(),
            body,
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
