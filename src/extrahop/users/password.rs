//! Passwords: what they must be, and how they are kept.
use crate::{
    fleet,
    problem::{Problem, Result},
};
use std::num::NonZeroU32;

/// What is kept of a password: PBKDF2 with a random salt, as `salt:hash`. The rounds are few: the
/// passwords are a test's.
pub fn password_hash(password: &str) -> Result<String> {
    const ROUNDS: NonZeroU32 = NonZeroU32::new(20_000).unwrap();
    if password.chars().count() < 5 {
        return Err(Problem::Policy(
            "`password` must be at least 5 characters long".into(),
        ));
    }
    let salt = uuid::Uuid::new_v4().simple().to_string();
    let mut hash = [0; 32];
    let method = ring::pbkdf2::PBKDF2_HMAC_SHA256;
    ring::pbkdf2::derive(
        method,
        ROUNDS,
        salt.as_bytes(),
        password.as_bytes(),
        &mut hash,
    );
    Ok(format!("{salt}:{}", fleet::hex(&hash)))
}

/// The same, where other requests must not wait for it.
pub async fn hashed(password: String) -> Result<String> {
    let hash = tokio::task::spawn_blocking(move || password_hash(&password));
    hash.await.map_err(anyhow::Error::from)?
}
