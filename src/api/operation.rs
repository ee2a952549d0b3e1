//! One operation of the API: a line in a resource's table.
use super::{
    family::Family,
    gate::{Gate, Gated},
    openapi::{Describe, Doc},
};
use crate::{
    base::{firmware::Firmware, problem::Problem},
    twin::{access::Level, fleet::Fleet},
};
use axum::{
    Router,
    handler::Handler,
    routing::{MethodFilter, MethodRouter, on_service},
};
use http::{Method, Uri};
use std::{borrow::Cow, collections::HashSet, sync::Arc};

#[derive(Clone)]
pub struct Operation {
    pub method: Method,
    pub path: Cow<'static, str>,
    pub terms: Terms,
    pub summary: String,
    pub(super) describe: fn(&mut Doc),
    route: Route,
}

/// On what terms an operation may be called.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    pub level: Level,
    pub since: Firmware,
    pub until: Option<Firmware>,
    /// Since when the documentation has it; it may be served before.
    pub listed: Option<Firmware>,
    /// Whether it may be called without credentials.
    pub open: bool,
    /// Whether a lower level may call it where a name in the path is the caller's own.
    pub own: bool,
    pub unprocessable: Unprocessable,
    /// Statuses of refusals that do not follow from the rest.
    pub refusals: &'static [u16],
}

/// What gets 422. It depends on the resource, by the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unprocessable {
    /// A field that is missing, or a value that is not allowed.
    Values,
    /// A name or password that breaks a policy; all else is a bad request.
    Policies,
    /// Nothing; what is wrong is a bad request.
    Nothing,
}

impl Terms {
    pub fn exists_in(&self, firmware: Firmware) -> bool {
        self.since <= firmware && self.until.is_none_or(|until| firmware <= until)
    }
    pub fn is_listed_in(&self, firmware: Firmware) -> bool {
        self.exists_in(firmware) && self.listed.is_some_and(|since| since <= firmware)
    }
}

/// Every async function whose arguments and answer can be described.
#[diagnostic::on_unimplemented(
    message = "not every argument or answer of this handler can be described",
    note = "handlers take `Permit`, `Id`, `Name`, `Pair`, `Query`, `Body`, `Patch` and answer `Result` of `View`, `Created`, `Assigned` or `NoContent`"
)]
pub trait Documented<Args> {
    const DESCRIBE: fn(&mut Doc);
}

macro_rules! documented {
    ($($arg:ident)*) => {
        impl<F, Fut, Answer, $($arg),*> Documented<($($arg,)*)> for F
        where F: Fn($($arg),*) -> Fut, Fut: Future<Output = Answer>, Answer: Describe, $($arg: Describe),*
        {
            const DESCRIBE: fn(&mut Doc) = |doc| { $($arg::describe(doc);)* Answer::describe(doc) };
        }
    };
}
documented!(A);
documented!(A B);
documented!(A B C);
documented!(A B C D);

/// Makes the route of an operation, behind its gate.
type Route = Arc<dyn Fn(Arc<Gate>) -> MethodRouter>;

fn gated<H: Handler<T, ()>, T: 'static>(method: MethodFilter, handler: H) -> Route {
    Arc::new(move |gate| {
        let handler = handler.clone().with_state(());
        on_service(method, Gated::new(handler, gate))
    })
}

macro_rules! methods {
    ($($name:ident $method:ident),*) => {$(
        pub fn $name<H, T, Args>(path: impl Into<Cow<'static, str>>, level: Level, handler: H, summary: impl Into<String>) -> Operation
        where H: Handler<T, ()> + Documented<Args>, T: 'static
        {
            Operation {
                method: Method::$method,
                path: path.into(),
                summary: summary.into(),
                terms: Terms { level, since: Firmware::FIRST, until: None, listed: Some(Firmware::FIRST), open: false, own: false, unprocessable: Unprocessable::Values, refusals: &[] },
                describe: H::DESCRIBE,
                route: gated(MethodFilter::$method, handler),
            }
        }
    )*};
}
methods!(get GET, post POST, patch PATCH, put PUT, delete DELETE);

impl Operation {
    pub fn since(mut self, major: u16, minor: u16) -> Self {
        self.terms.since = Firmware(major, minor);
        self
    }
    pub fn until(mut self, major: u16, minor: u16) -> Self {
        self.terms.until = Some(Firmware(major, minor));
        self
    }
    /// It is served always, and the documentation has it from this firmware on.
    pub fn listed_since(mut self, major: u16, minor: u16) -> Self {
        self.terms.listed = Some(Firmware(major, minor));
        self
    }
    /// It needs no credentials.
    pub fn open(mut self) -> Self {
        self.terms.open = true;
        self
    }
    /// A lower level may call it where a name in the path is the caller's own.
    pub fn own(mut self) -> Self {
        self.terms.own = true;
        self
    }
    pub fn unprocessable(mut self, what: Unprocessable) -> Self {
        self.terms.unprocessable = what;
        self
    }
    /// Statuses of refusals that do not follow from the operation's arguments.
    pub fn refusing(mut self, statuses: &'static [u16]) -> Self {
        self.terms.refusals = statuses;
        self
    }
    /// A value that is not allowed gets 400 here.
    pub fn without_422(self) -> Self {
        self.unprocessable(Unprocessable::Nothing)
    }
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
        // Every method of an operation has its filter.
        let method = MethodFilter::try_from(self.method.clone()).unwrap_or(MethodFilter::GET);
        Self {
            path,
            route: gated(method, absent),
            ..self.clone()
        }
    }
    /// Keeps it out of the document: another spelling of one that is there.
    pub fn unlisted(mut self) -> Self {
        self.terms.listed = None;
        self
    }
    /// Serves it under another path too; one that begins with two slashes is not below the base.
    pub fn also_at(&self, path: impl Into<Cow<'static, str>>) -> Self {
        Self {
            path: path.into(),
            ..self.clone()
        }
    }
}

/// Serves the operations of a family, each behind its terms.
pub fn router(family: Family, fleet: &Arc<Fleet>) -> Router {
    let mut operations = (family.operations)();
    operations.extend(shadowed(&operations));
    operations.into_iter().fold(Router::new(), |router, op| {
        let path = match op.path.strip_prefix('/') {
            Some(elsewhere) if elsewhere.starts_with('/') => elsewhere.to_owned(),
            _ => format!("{}{}", family.base(), op.path),
        };
        let gate = Gate::new(fleet.clone(), family, op.terms, &path);
        router.route(&path, (op.route)(Arc::new(gate)))
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
async fn absent(uri: Uri) -> Problem {
    Problem::NotFound(format!("There is no {} here.", uri.path()))
}
