//! The classes of outcomes, one bit each, that metrics count.

/// The transaction got a response.
pub const RESPONSE: u8 = 1;
/// The response reports an error.
pub const ERROR: u8 = 2;
/// The response was broken off.
pub const ABORT: u8 = 4;
/// The request was broken off.
pub const REQUEST_ABORT: u8 = 8;
/// Nobody answered in time.
pub const TIMEOUT: u8 = 16;
/// The response warns, or was cut short.
pub const WARNING: u8 = 32;
/// The handshake failed.
pub const HANDSHAKE: u8 = 64;
/// An outcome that is as frequent at a noisy server as at a healthy one.
pub const USUAL: u8 = 128;
