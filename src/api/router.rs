//! The routes of a family: every operation at its path, behind its gate.
use super::{
    family::Family,
    gate::{Endpoint, Gate},
    incoming::Incoming,
    operation::Operation,
};
use crate::{
    base::problem::{Problem, Result},
    twin::fleet::Fleet,
};
use axum::{
    Router,
    response::Response,
    routing::{MethodFilter, on_service},
};
use std::{borrow::Cow, collections::HashSet, sync::Arc};

/// Serves the operations of a family, each behind its terms.
pub fn router(family: Family, fleet: &Arc<Fleet>) -> Router {
    let mut operations = (family.operations)();
    operations.extend(shadowed(&operations));
    operations.into_iter().fold(Router::new(), |router, op| {
        let path = match op.path.strip_prefix('/') {
            Some(elsewhere) if elsewhere.starts_with('/') => elsewhere.to_owned(),
            _ => format!("{}{}", family.base(), op.path),
        };
        let gate = Gate::new(fleet.clone(), family.wording, op.terms, &path);
        // Every method of an operation has its filter.
        let method = MethodFilter::try_from(op.method).unwrap_or(MethodFilter::GET);
        router.route(&path, on_service(method, Endpoint::new(op.call, gate)))
    })
}

/// A literal path wins over a name in the same place, as `/supportpacks/execute` does over
/// `/supportpacks/{filename}`. A method that only the name takes asks for a thing of that name,
/// which cannot be there.
fn shadowed(operations: &[Operation]) -> Vec<Operation> {
    let (named, literal): (Vec<_>, Vec<_>) =
        operations.iter().partition(|op| op.path.contains('{'));
    let mut taken: HashSet<_> = literal.iter().map(|op| (&op.path, &op.method)).collect();
    let paths: HashSet<_> = literal.iter().map(|op| &op.path).collect();
    let mut shadowed = vec![];
    for path in paths {
        let there = named.iter().filter(|op| op.covers(path));
        let there = there.filter(|op| taken.insert((path, &op.method)));
        shadowed.extend(there.map(|op| op.absent_at(path.clone())));
    }
    shadowed
}

/// The answer of a path that could be a name, and is none.
fn absent(incoming: &Incoming) -> Result<Response> {
    let path = incoming.head.uri.path();
    Err(Problem::NotFound(format!("There is no {path} here.")))
}

impl Operation {
    /// Whether a literal path could be this one with names in it.
    fn covers(&self, path: &str) -> bool {
        let (mut own, mut given) = (self.path.split('/'), path.split('/'));
        loop {
            match (own.next(), given.next()) {
                (None, None) => return true,
                (Some(own), Some(given)) if own == given || own.starts_with('{') => {}
                _ => return false,
            }
        }
    }
    /// The same operation at a path where it finds nothing.
    fn absent_at(&self, path: Cow<'static, str>) -> Self {
        Self {
            path,
            call: Arc::new(|incoming| {
                Box::pin(async move { (absent(&incoming), incoming.ignored) })
            }),
            ..self.clone()
        }
    }
}
