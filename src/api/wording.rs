//! In what words an API speaks to its clients: its base path, its names of levels, how it tells a
//! problem.
use super::{refusal::Refusal, wire::JSON};
use crate::{
    base::{
        brief::brief,
        problem::{Problem, Result},
    },
    twin::{
        access::{ApiInfo, Level, Permit, User},
        fleet::Fleet,
    },
};
use axum::response::{IntoResponse, Response};
use http::{
    HeaderName, HeaderValue, StatusCode,
    header::{CONTENT_TYPE, RETRY_AFTER},
};

/// Names what was probably meant, where the sentence must stay as the product has it.
const NEAREST: HeaderName = HeaderName::from_static("x-wiretwin-nearest");
/// After how many seconds a client may try again for which there was no room.
const BUSY: u64 = 5;

#[derive(Clone, Copy)]
pub struct Wording {
    pub api: &'static ApiInfo,
    /// The field that holds the sentence of a problem.
    pub error: &'static str,
    /// The status of a request that can be read and is not allowed, where the operation says
    /// nothing else.
    pub refused: StatusCode,
    /// What a caller without credentials is told.
    pub missing: &'static str,
}

impl Wording {
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
        let mut response = self.told(problem);
        response.extensions_mut().insert(Refusal::of(problem));
        response
    }
    fn told(&self, problem: &Problem) -> Response {
        let status = match problem {
            Problem::Unauthorized(_) => StatusCode::UNAUTHORIZED,
            Problem::Forbidden(_) => StatusCode::FORBIDDEN,
            Problem::NotFound(_) => StatusCode::NOT_FOUND,
            Problem::Malformed(_) | Problem::Misnamed { .. } => StatusCode::BAD_REQUEST,
            Problem::Refused(_) | Problem::Policy(_) => self.refused,
            Problem::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Problem::Conflict(_) => StatusCode::CONFLICT,
            Problem::TooLarge(_) | Problem::TooManyValues(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::MediaType { .. } | Problem::Coding { .. } => {
                StatusCode::UNSUPPORTED_MEDIA_TYPE
            }
            Problem::Protocol { status, .. } => {
                StatusCode::from_u16(*status).unwrap_or(StatusCode::BAD_REQUEST)
            }
            Problem::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Problem::Unavailable(_) | Problem::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
            Problem::Internal(cause) => {
                let id = uuid::Uuid::new_v4();
                tracing::error!(%id, %cause, "internal error");
                let told = format!("Internal error {id}; the server's log says more of it.");
                return self.envelope(StatusCode::INTERNAL_SERVER_ERROR, &told);
            }
        };
        let mut response = self.envelope(status, &problem.to_string());
        if let Problem::Misnamed {
            meant: Some(name), ..
        } = problem
        {
            let name = HeaderValue::from_static(name);
            response.headers_mut().insert(NEAREST, name);
        }
        let wait = match problem {
            Problem::TooMany { seconds } => Some(*seconds),
            Problem::Busy(_) => Some(BUSY),
            _ => None,
        };
        if let Some(seconds) = wait {
            let wait = HeaderValue::from(seconds);
            response.headers_mut().insert(RETRY_AFTER, wait);
        }
        response
    }
    /// A sentence in an object of one field.
    fn envelope(&self, status: StatusCode, message: &str) -> Response {
        let body = serde_json::json!({ self.error: brief(message) }).to_string();
        (status, [(CONTENT_TYPE, JSON)], body).into_response()
    }
}
