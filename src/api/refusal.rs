//! Why a request was refused, for the log: it goes with the answer.
use crate::base::problem::Problem;

/// A kind of refusal, and the sentence that the client is told, which may repeat what the client sent.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub kind: &'static str,
    pub sentence: String,
    /// Whether the sentence is made of what the server knows alone.
    pub is_own: bool,
}

impl Refusal {
    pub fn of(problem: &Problem) -> Self {
        Self {
            kind: problem.kind(),
            sentence: match problem {
                // Its cause is logged where it is told.
                Problem::Internal(_) => String::new(),
                problem => problem.to_string(),
            },
            is_own: matches!(
                problem,
                Problem::Unauthorized(_) | Problem::Forbidden(_) | Problem::TooMany { .. }
            ),
        }
    }
}
