//! On what terms an operation may be called.
use crate::{base::firmware::Firmware, twin::access::Level};

#[derive(Clone, Copy, Debug)]
pub struct Terms {
    pub level: Level,
    pub since: Firmware,
    pub until: Option<Firmware>,
    /// Since when the documentation has it; it may be served before.
    pub documented_since: Option<Firmware>,
    /// Whether it may be called without credentials.
    pub public: bool,
    /// Whether a lower level may call it where a name in the path is the caller's own.
    pub self_service: bool,
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
    /// In every firmware, for who has the level.
    pub fn new(level: Level) -> Self {
        Self {
            level,
            since: Firmware::FIRST,
            until: None,
            documented_since: Some(Firmware::FIRST),
            public: false,
            self_service: false,
            unprocessable: Unprocessable::Values,
            refusals: &[],
        }
    }
    pub fn exists_in(&self, firmware: Firmware) -> bool {
        self.since <= firmware && self.until.is_none_or(|until| firmware <= until)
    }
    pub fn is_documented_in(&self, firmware: Firmware) -> bool {
        self.exists_in(firmware) && self.documented_since.is_some_and(|since| since <= firmware)
    }
}
