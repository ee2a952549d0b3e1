//! Secrets in a configuration: what was sent is not kept.
use serde_json::Value;

/// What stands for a secret that was sent. The secret itself is not kept: nothing here uses it, and
/// a client that sends back what it read changes nothing.
const HIDDEN: &str = "********";

/// Puts the same text in place of every secret.
pub fn hide_secrets(value: &mut Value) {
    const ENDINGS: [&str; 7] = [
        "password",
        "passwd",
        "passphrase",
        "secret",
        "private_key",
        "api_key",
        "token",
    ];
    match value {
        Value::Object(fields) => fields.iter_mut().for_each(|(name, value)| {
            let name = name.to_lowercase();
            match value {
                Value::String(text) if ENDINGS.iter().any(|ending| name.ends_with(ending)) => {
                    if !text.is_empty() {
                        *text = HIDDEN.into();
                    }
                }
                value => hide_secrets(value),
            }
        }),
        Value::Array(items) => items.iter_mut().for_each(hide_secrets),
        _ => {}
    }
}
