//! What both ends say, and what becomes of their connection.

/// Which end of a conversation; also its place in a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    Client = 0,
    Server = 1,
}

/// What both ends say in one exchange.
pub struct Dialogue {
    /// What the server says first on a new connection.
    pub greeting: Option<Vec<u8>>,
    pub messages: Vec<Message>,
    pub end: AfterExchange,
}

/// What one end says at a time.
pub struct Message {
    pub from: Endpoint,
    pub bytes: Vec<u8>,
    /// How long the sender thinks about it, in microseconds.
    pub after: u64,
}

/// What becomes of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterExchange {
    /// It lives on while it has exchanges left.
    Keep,
    /// The client closes it.
    Close,
    /// One end breaks it off.
    Reset(Endpoint),
}

impl Dialogue {
    pub fn of(messages: Vec<Message>, end: AfterExchange) -> Dialogue {
        Dialogue {
            greeting: None,
            messages,
            end,
        }
    }
}

impl Message {
    pub fn of(from: Endpoint, bytes: impl Into<Vec<u8>>, after: u64) -> Message {
        let bytes = bytes.into();
        Message { from, bytes, after }
    }
}

impl Endpoint {
    pub fn other(self) -> Endpoint {
        match self {
            Endpoint::Client => Endpoint::Server,
            Endpoint::Server => Endpoint::Client,
        }
    }
}
