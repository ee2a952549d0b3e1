//! One operation of the API: a line in a resource's table.
use super::{
    describe::Doc,
    handler::{Call, Handler},
    terms::{Terms, Unprocessable},
};
use crate::{base::firmware::Firmware, twin::access::Level};
use http::Method;
use std::borrow::Cow;

#[derive(Clone)]
pub struct Operation {
    pub method: Method,
    pub path: Cow<'static, str>,
    pub terms: Terms,
    pub summary: String,
    pub(super) describe: fn(&mut Doc),
    pub(super) call: Call,
}

macro_rules! methods {
    ($($name:ident $method:ident),*) => {$(
        pub fn $name<Arguments, H: Handler<Arguments>>(
            path: impl Into<Cow<'static, str>>,
            level: Level,
            handler: H,
            summary: impl Into<String>,
        ) -> Operation {
            Operation {
                method: Method::$method,
                path: path.into(),
                terms: Terms::new(level),
                summary: summary.into(),
                describe: H::DESCRIBE,
                call: handler.into_call(),
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
        self.terms.since = Firmware::known(major, minor);
        self
    }
    pub fn until(mut self, major: u16, minor: u16) -> Self {
        self.terms.until = Some(Firmware::known(major, minor));
        self
    }
    /// It is served always, and the documentation has it from this firmware on.
    pub fn documented_since(mut self, major: u16, minor: u16) -> Self {
        self.terms.documented_since = Some(Firmware::known(major, minor));
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
