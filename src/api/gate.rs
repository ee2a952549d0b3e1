//! What stands before every operation: who calls, and may they?
use super::{
    caller::Caller,
    handler::{Answered, Call},
    incoming::Incoming,
    terms::{Terms, Unprocessable},
    wording::Wording,
};
use crate::{
    base::problem::{Problem, Result},
    twin::{access::Permit, fleet::Fleet},
};
use axum::{extract::Request, response::Response};
use futures_util::future::{BoxFuture, Either, Ready, ready};
use http::Uri;
use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready as come},
};
use tower::Service;

/// Lets a call through to an operation if its terms are met, and tells its problems in the words
/// of the family. 401 and 403 come before the body is read.
pub(super) struct Gate {
    fleet: Arc<Fleet>,
    wording: Wording,
    terms: Terms,
    /// Which segments of the path are names.
    names: Vec<bool>,
}

impl Gate {
    pub fn new(fleet: Arc<Fleet>, wording: Wording, terms: Terms, path: &str) -> Self {
        let names = path.split('/').map(|segment| segment.starts_with('{'));
        Self {
            fleet,
            wording,
            terms,
            names: names.collect(),
        }
    }

    fn admit(&self, request: &Request) -> Result<Permit, Arc<Problem>> {
        let permit = match request.extensions().get() {
            Some(Caller::Known(permit)) => permit.clone(),
            Some(Caller::Refused(problem)) => return Err(problem.clone()),
            _ if self.terms.public => self.wording.anyone(&self.fleet)?,
            _ => return Err(Problem::Unauthorized(self.wording.missing.into()).into()),
        };
        self.check(&permit, request)?;
        Ok(permit)
    }
    fn check(&self, permit: &Permit, request: &Request) -> Result<()> {
        if !self.terms.exists_in(permit.firmware) {
            let (method, path) = (request.method(), request.uri().path());
            let firmware = permit.firmware;
            let when = match self.terms.until.filter(|until| *until < firmware) {
                Some(last) => format!("the last one with it was {last}"),
                None => format!("it came with firmware {}", self.terms.since),
            };
            return Err(Problem::NotFound(format!(
                "Firmware {firmware} has no {method} {path}; {when}."
            )));
        }
        if self.terms.self_service && self.is_named(&permit.user.name, request.uri()) {
            return Ok(());
        }
        permit.need(self.terms.level)
    }

    /// Whether a name in the path is this user's.
    fn is_named(&self, user: &str, uri: &Uri) -> bool {
        let segments = uri.path().split('/').zip(&self.names);
        segments.filter(|(_, is_name)| **is_name).any(|(name, _)| {
            let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
            name.to_lowercase() == user.to_lowercase()
        })
    }

    fn render_problem(&self, problem: &Problem) -> Response {
        match problem {
            // Where the contract knows no 422, a value that is not allowed is a bad request.
            Problem::Refused(why) if self.terms.unprocessable != Unprocessable::Values => {
                self.wording.render(&Problem::Malformed(why.clone()))
            }
            problem => self.wording.render(problem),
        }
    }
}

/// A handler behind its gate.
#[derive(Clone)]
pub(super) struct Endpoint {
    call: Call,
    gate: Arc<Gate>,
}

impl Endpoint {
    pub fn new(call: Call, gate: Gate) -> Self {
        Self {
            call,
            gate: Arc::new(gate),
        }
    }
}

impl Service<Request> for Endpoint {
    type Response = Response;
    type Error = Infallible;
    type Future = Either<Ready<Result<Response, Infallible>>, Admitted>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }
    fn call(&mut self, request: Request) -> Self::Future {
        match self.gate.admit(&request) {
            Err(problem) => Either::Left(ready(Ok(self.gate.wording.render(&problem)))),
            Ok(permit) => Either::Right(Admitted {
                answer: (self.call)(Incoming::new(permit, self.gate.fleet.clone(), request)),
                gate: self.gate.clone(),
            }),
        }
    }
}

/// A call that was let through.
pub(super) struct Admitted {
    answer: BoxFuture<'static, Answered>,
    gate: Arc<Gate>,
}

impl Future for Admitted {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let (answer, ignored) = come!(self.answer.as_mut().poll(context));
        let answer = answer.unwrap_or_else(|problem| self.gate.render_problem(&problem));
        Poll::Ready(Ok(ignored.tell(answer)))
    }
}
