//! Passwords: what they must be, and how they are kept.
use crate::{
    base::{
        problem::{Problem, Result},
        secret::hex,
    },
    extrahop::resources::runningconfig::RunningConfig,
    runtime::background,
    twin::access::Permit,
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
    Ok(format!("{salt}:{}", hex(&hash)))
}

/// The strict policy, which the running config puts in force.
fn check_strict(password: &str) -> Result<()> {
    let has = |kind: fn(char) -> bool| password.chars().any(kind);
    let mixed = has(char::is_uppercase) && has(char::is_lowercase) && has(char::is_numeric);
    match password.chars().count() >= 8 && mixed && has(|c| !c.is_alphanumeric()) {
        true => Ok(()),
        false => Err(Problem::Policy(
            "`password` must be at least 8 characters long, with an upper-case and a lower-case \
             letter, a digit and a character of another kind, as the password policy is strict"
                .into(),
        )),
    }
}

/// What is kept of a password that the policy in force allows. Other requests do not wait for it.
pub async fn hashed(permit: &Permit, password: String) -> Result<String> {
    if RunningConfig::in_effect(&permit.store.state()).strict_passwords() {
        check_strict(&password)?;
    }
    background::run(move || password_hash(&password)).await
}
