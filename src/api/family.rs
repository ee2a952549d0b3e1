//! A family of operations under one base path, with its own credentials and its own words.
use super::{limits::Limits, operation::Operation, wording::Wording};
use crate::{
    base::{
        firmware::Firmware,
        origin::Origin,
        problem::{Problem, Result},
    },
    store::State,
    twin::{
        access::{Keys, Permit},
        contents::ApiContents,
        fleet::Fleet,
    },
};
use axum::response::Response;
use http::{HeaderMap, Method};

#[derive(Clone, Copy)]
pub struct Family {
    /// Its name on the command line.
    pub name: &'static str,
    /// The title of its document.
    pub title: &'static str,
    /// What its document says about all operations.
    pub about: &'static str,
    pub wording: Wording,
    /// What else its paths begin with.
    pub other_bases: &'static [&'static str],
    /// Who calls; without credentials there is nobody, wrong ones are a problem.
    pub identify: fn(&Fleet, &HeaderMap) -> Result<Option<Permit>>,
    /// How a client sends its credentials: OpenAPI security schemes by name, all of them needed.
    pub security: fn() -> serde_json::Value,
    pub operations: fn() -> Vec<Operation>,
    /// The firmware of an operation that is not served: its method, and its path below the base.
    pub later: fn(&Method, &str) -> Option<Firmware>,
    /// How many calls there may be, where it has such limits.
    pub limits: Option<Limits>,
    /// The origins whose pages may read its answers, as a twin's own settings have them.
    pub allowed_origins: fn(&State) -> Vec<Origin>,
    /// The accounts of its own, where it has some.
    pub accounts: Option<Accounts>,
}

/// The accounts of an API that come with every twin.
#[derive(Clone, Copy)]
pub struct Accounts {
    /// What twins hold for the API.
    pub contents: &'static ApiContents,
    /// The accounts as the ready file has them: a name, and what stands under it.
    pub ready: fn(&Keys) -> (&'static str, serde_json::Value),
    /// The same as a line for people.
    pub start_text: fn(&Keys) -> String,
}

impl Family {
    pub fn base(&self) -> &'static str {
        self.wording.api.base
    }
    /// Whether a path is one of its own.
    pub fn owns(&self, path: &str) -> bool {
        let mut others = self.other_bases.iter();
        path.starts_with(self.base()) || others.any(|base| path.starts_with(base))
    }
    /// How its clients are told of a problem.
    pub fn render(&self, problem: &Problem) -> Response {
        self.wording.render(problem)
    }
}
