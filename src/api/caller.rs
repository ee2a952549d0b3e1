//! Who calls, found once for all that stands behind: limits, gate, documents.
use crate::{base::problem::Problem, twin::access::Permit};
use std::sync::Arc;

#[derive(Clone)]
pub enum Caller {
    Known(Permit),
    /// Without credentials.
    Nobody,
    /// With credentials that are wrong.
    Refused(Arc<Problem>),
}

impl Caller {
    pub fn of(found: Result<Option<Permit>, Problem>) -> Self {
        match found {
            Ok(Some(permit)) => Self::Known(permit),
            Ok(None) => Self::Nobody,
            Err(problem) => Self::Refused(Arc::new(problem)),
        }
    }
    pub fn permit(&self) -> Option<&Permit> {
        match self {
            Self::Known(permit) => Some(permit),
            Self::Nobody | Self::Refused(_) => None,
        }
    }
}
