//! One operation of the API: a line in a resource's table.
use super::{
    describe::{Describe, Doc},
    gate::{Gate, Gated},
    terms::{Terms, Unprocessable},
};
use crate::{base::firmware::Firmware, twin::access::Level};
use axum::{
    handler::Handler,
    routing::{MethodFilter, MethodRouter, on_service},
};
use http::Method;
use std::{borrow::Cow, sync::Arc};

#[derive(Clone)]
pub struct Operation {
    pub method: Method,
    pub path: Cow<'static, str>,
    pub terms: Terms,
    pub summary: String,
    pub(super) describe: fn(&mut Doc),
    pub(super) route: Route,
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
pub(super) type Route = Arc<dyn Fn(Arc<Gate>) -> MethodRouter>;

pub(super) fn gated<H: Handler<T, ()>, T: 'static>(method: MethodFilter, handler: H) -> Route {
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
                terms: Terms { level, since: Firmware::FIRST, until: None, documented_since: Some(Firmware::FIRST), public: false, self_service: false, unprocessable: Unprocessable::Values, refusals: &[] },
                describe: H::DESCRIBE,
                route: gated(MethodFilter::$method, handler),
            }
        }
    )*};
}
methods!(get GET, post POST, patch PATCH, put PUT, delete DELETE);

impl Operation {
    /// The first word of its path.
    pub fn resource(&self) -> &str {
        self.path
            .split('/')
            .find(|word| !word.is_empty())
            .unwrap_or_default()
    }
    pub fn since(mut self, major: u16, minor: u16) -> Self {
        self.terms.since = Firmware(major, minor);
        self
    }
    pub fn until(mut self, major: u16, minor: u16) -> Self {
        self.terms.until = Some(Firmware(major, minor));
        self
    }
    /// It is served always, and the documentation has it from this firmware on.
    pub fn documented_since(mut self, major: u16, minor: u16) -> Self {
        self.terms.documented_since = Some(Firmware(major, minor));
        self
    }
    /// It needs no credentials.
    pub fn public(mut self) -> Self {
        self.terms.public = true;
        self
    }
    /// A lower level may call it where a name in the path is the caller's own.
    pub fn self_service(mut self) -> Self {
        self.terms.self_service = true;
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
    /// Keeps it out of the document: another spelling of one that is there.
    pub fn undocumented(mut self) -> Self {
        self.terms.documented_since = None;
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
