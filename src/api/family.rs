//! A family of operations under one base path, with its own credentials, its own words and its
//! own part of a twin's state.
use super::{limits::Limits, operation::Operation, relation::envelope};
use crate::{
    base::problem::{Problem, Result},
    network::Network,
    store::{Draft, Ends, Kind, State},
    twin::{
        Platform,
        access::{ApiInfo, Credentials, Level, Permit, User},
        fleet::{Digest, Fleet},
    },
};
use axum::response::Response;
use http::{HeaderMap, HeaderValue, StatusCode, header::RETRY_AFTER};

#[derive(Clone, Copy)]
pub struct Family {
    /// Its name on the command line.
    pub name: &'static str,
    /// The title of its document.
    pub title: &'static str,
    /// What its document says about all operations.
    pub about: &'static str,
    pub api: &'static ApiInfo,
    /// The field that holds the sentence of a problem.
    pub error: &'static str,
    /// The status of a request that can be read and is not allowed, where the operation says nothing else.
    pub refused: StatusCode,
    /// What a caller without credentials is told.
    pub missing: &'static str,
    /// Who calls; without credentials there is nobody, wrong ones are a problem.
    pub identify: fn(&Fleet, &HeaderMap) -> Result<Option<Permit>>,
    /// How a client sends its credentials: OpenAPI security schemes by name, all of them needed.
    pub security: fn() -> serde_json::Value,
    pub operations: fn() -> Vec<Operation>,
    /// How many calls there may be, where it has such limits.
    pub limits: Option<Limits>,
    /// Every kind of object that a state holds, in the order of a fixture.
    pub kinds: fn() -> Vec<&'static Kind>,
    /// Every relation, by the ends that links are stored under.
    pub relations: fn() -> Vec<&'static Ends>,
    /// Makes the accounts that come with every twin, each with the secret given for it.
    pub accounts: fn(&mut Draft, &Credentials) -> Result<()>,
    /// Makes the objects that no fixture has to name, where they are missing. Called once all
    /// other objects are there, and at every start.
    pub complete: fn(&mut Draft, Platform) -> Result<()>,
    /// What a new twin has seen of its network before it began.
    pub observe: fn(&mut Draft, &Network) -> Result<()>,
    /// What a restart does: called when a server starts with a twin that it had.
    pub restart: fn(&mut Draft) -> Result<()>,
    /// What callers of a state may identify themselves with, and the id that `identify` finds it by.
    pub keys: fn(&State) -> Vec<(Digest, i64)>,
}

impl Family {
    pub fn base(&self) -> &'static str {
        self.api.base
    }
    /// The caller of an operation that needs no credentials: sees the default twin.
    pub fn anyone(&self, fleet: &Fleet) -> Result<Permit> {
        let twin = fleet.twin(Fleet::DEFAULT);
        let twin = twin.ok_or_else(|| Problem::Unauthorized(self.missing.into()))?;
        let nobody = User {
            id: 0,
            name: "anonymous".into(),
            level: Level::ReadOnly,
        };
        Ok(Permit::new(nobody, twin, self.api))
    }
    /// How its clients are told of a problem.
    pub fn render(&self, problem: &Problem) -> Response {
        let status = match problem {
            Problem::Unauthorized(_) => StatusCode::UNAUTHORIZED,
            Problem::Forbidden(_) => StatusCode::FORBIDDEN,
            Problem::NotFound(_) => StatusCode::NOT_FOUND,
            Problem::Malformed(_) => StatusCode::BAD_REQUEST,
            Problem::Refused(_) | Problem::Policy(_) => self.refused,
            Problem::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Problem::Conflict(_) => StatusCode::CONFLICT,
            Problem::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::MediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Problem::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Problem::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Problem::Internal(cause) => {
                tracing::error!(%cause, "internal error");
                return self.tell(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "Internal error; the server's log says more.",
                );
            }
        };
        let mut response = self.tell(status, &problem.to_string());
        if let Problem::TooMany { seconds } = problem {
            let wait = HeaderValue::from(*seconds);
            response.headers_mut().insert(RETRY_AFTER, wait);
        }
        response
    }
    fn tell(&self, status: StatusCode, message: &str) -> Response {
        envelope(status, self.error, message)
    }
}
