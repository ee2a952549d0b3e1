//! What can go wrong in a call. Each family says how its clients are told.

pub type Result<T, E = Problem> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The caller is not known.
    #[error("{0}")]
    Unauthorized(String),
    /// The caller is known, and may not do this.
    #[error("{0}")]
    Forbidden(String),
    /// There is no such thing.
    #[error("{0}")]
    NotFound(String),
    /// The request cannot be read: no JSON, a wrong type, a parameter that makes no sense.
    #[error("{0}")]
    Malformed(String),
    /// Malformed in a name, in the words that clients of the product know; the name that was probably
    /// meant is told beside them.
    #[error("{why}")]
    Misnamed {
        why: String,
        meant: Option<&'static str>,
    },
    /// The request can be read, and one of its values is missing or not allowed.
    #[error("{0}")]
    Refused(String),
    /// A name or password that breaks a policy of the appliance.
    #[error("{0}")]
    Policy(String),
    /// The path is there, the method is not; or the object does not allow it.
    #[error("{0}")]
    MethodNotAllowed(String),
    /// Something that is there already stands against it.
    #[error("{0}")]
    Conflict(String),
    /// The body is larger than this many bytes.
    #[error("the request body is larger than the {0} bytes that are allowed")]
    TooLarge(usize),
    /// The body holds more values than this many.
    #[error("the request body has more than the {0} values that are allowed; send it in parts")]
    TooManyValues(usize),
    /// The body's media type is not one that the operation takes.
    #[error("the Content-Type `{given}` is not supported; send {wanted}")]
    MediaType { given: String, wanted: &'static str },
    /// The body is compressed in a way that is not known.
    #[error("the Content-Encoding `{given}` is not supported; send gzip, deflate or identity")]
    Coding { given: String },
    /// A rule of HTTP is broken, with the status that HTTP has for it.
    #[error("{why}")]
    Protocol { status: u16, why: String },
    /// There is too much to do at the same time; it may be tried again.
    #[error("{0}")]
    Busy(String),
    /// There were more calls than are allowed in a time.
    #[error("there were too many calls; the next one may come in {seconds} seconds")]
    TooMany { seconds: u64 },
    /// The write could not be made durable, so it was not done.
    #[error("the change could not be made durable, nothing was changed: {0}")]
    Unavailable(String),
    /// A mistake of ours.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl Problem {
    pub fn no_such(title: &str, name: impl std::fmt::Display) -> Self {
        Self::NotFound(format!("There is no {title} with the id {name}."))
    }
    /// What kind of refusal it is, without a word of the request.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Unauthorized(_) => "the credentials are missing or not valid",
            Self::Forbidden(_) => "the user may not do this",
            Self::NotFound(_) => "there is no such path or object",
            Self::Malformed(_) | Self::Misnamed { .. } => "the request cannot be read",
            Self::Refused(_) | Self::Policy(_) => "a value is missing or not allowed",
            Self::MethodNotAllowed(_) => "the path or object does not take this method",
            Self::Conflict(_) => "something that is there already stands against it",
            Self::TooLarge(_) | Self::TooManyValues(_) => "the body is too large",
            Self::MediaType { .. } | Self::Coding { .. } => "the media type is not supported",
            Self::Protocol { .. } => "a rule of HTTP is broken",
            Self::Busy(_) => "there is too much to do at the same time",
            Self::TooMany { .. } => "there were too many calls",
            Self::Unavailable(_) => "the change could not be made durable",
            Self::Internal(_) => "a mistake of the emulator",
        }
    }
    /// Puts the place of the mistake before the sentence.
    pub fn within(self, place: &str) -> Self {
        match self {
            Self::Malformed(why) => Self::Malformed(format!("{place}: {why}")),
            Self::Refused(why) => Self::Refused(format!("{place}: {why}")),
            Self::Misnamed { why, meant } => {
                let why = format!("{place}: {why}");
                Self::Misnamed { why, meant }
            }
            other => other,
        }
    }
}

pub fn malformed(why: impl std::fmt::Display) -> Problem {
    Problem::Malformed(why.to_string())
}

pub fn refused(why: impl std::fmt::Display) -> Problem {
    Problem::Refused(why.to_string())
}
