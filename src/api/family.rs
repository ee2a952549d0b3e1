//! A family of operations under one base path, with its own credentials and its own errors.
use super::operation::Operation;
use crate::{
    access::Permit,
    fleet::Fleet,
    problem::{Problem, Result},
};
use axum::response::Response;
use http::HeaderMap;

#[derive(Clone, Copy)]
pub struct Family {
    /// Its name on the command line.
    pub name: &'static str,
    /// The title of its document.
    pub title: &'static str,
    pub base: &'static str,
    /// Who calls; without credentials there is nobody, wrong ones are a problem.
    pub identify: fn(&Fleet, &HeaderMap) -> Result<Option<Permit>>,
    /// The caller of an operation that needs no credentials.
    pub anyone: fn(&Fleet) -> Result<Permit>,
    /// How its clients are told of a problem.
    pub render: fn(&Problem) -> Response,
    pub operations: fn() -> Vec<Operation>,
    /// How a client sends its credentials, as an OpenAPI security scheme.
    pub security: fn() -> serde_json::Value,
}
