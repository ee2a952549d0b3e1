//! Granted roles, and the permission level that they come to.
use crate::{
    base::problem::{Result, refused},
    twin::access::Level::{self, *},
};
use serde_json::{Map, Value, json};

pub type Roles = Map<String, Value>;

pub fn level(roles: &Roles) -> Level {
    let role = |name: &str| roles.get(name).and_then(Value::as_str);
    match (role("system"), role("write")) {
        (Some("full"), _) => FullSystem,
        (_, Some("full")) => FullWrite,
        (_, Some("limited" | "personal")) => LimitedWrite,
        _ => ReadOnly,
    }
}

/// The granted roles of a level.
pub fn of(level: Level) -> Roles {
    let (role, value) = match level {
        FullSystem => ("system", json!("full")),
        FullWrite => ("write", json!("full")),
        LimitedWrite => ("write", json!("limited")),
        ReadOnly => ("write", Value::Null),
    };
    Map::from_iter([(role.to_owned(), value)])
}

/// Roles that are not known are kept as they are; those that are known have known values.
pub fn check(roles: &Roles) -> Result<()> {
    let allowed: [(&str, &[&str]); 2] = [
        ("system", &["full"]),
        ("write", &["full", "limited", "personal"]),
    ];
    for (role, values) in allowed {
        match roles.get(role) {
            None | Some(Value::Null) => {}
            Some(Value::String(given)) if values.contains(&given.as_str()) => {}
            Some(_) => {
                return Err(refused(format!(
                    "`granted_roles.{role}` must be null or one of {}",
                    values.join(", ")
                )));
            }
        }
    }
    Ok(())
}
