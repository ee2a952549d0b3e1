//! Who calls, and what they may do.
use crate::{
    problem::{Problem, Result},
    store::{Draft, Stamp},
    twin::Twin,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{fmt, ops::Deref, sync::Arc};

/// What a user may do; each level includes the ones before it (the guide's "Permission levels").
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    ReadOnly,
    LimitedWrite,
    FullWrite,
    FullSystem,
}

impl Level {
    pub const ALL: [Level; 4] = [
        Level::ReadOnly,
        Level::LimitedWrite,
        Level::FullWrite,
        Level::FullSystem,
    ];
    /// The name in documents and fixtures.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReadOnly => "read_only",
            Self::LimitedWrite => "limited_write",
            Self::FullWrite => "full_write",
            Self::FullSystem => "full_system",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.as_str().replace('_', " "))
    }
}

/// The user of a request.
#[derive(Clone, Debug)]
pub struct User {
    pub id: i64,
    pub name: Arc<str>,
    pub level: Level,
}

/// A permitted call. A twin is reached through it and no other way.
#[derive(Clone)]
pub struct Permit {
    pub user: Arc<User>,
    twin: Arc<Twin>,
}

impl Deref for Permit {
    type Target = Twin;
    fn deref(&self) -> &Twin {
        &self.twin
    }
}

impl Permit {
    pub fn new(user: User, twin: Arc<Twin>) -> Self {
        let user = Arc::new(user);
        Self { user, twin }
    }
    /// The caller has this level.
    pub fn need(&self, level: Level) -> Result<()> {
        match self.user.level >= level {
            true => Ok(()),
            false => Err(Problem::Forbidden(format!(
                "This operation requires {level} privileges; the user {} has {} privileges.",
                self.user.name, self.user.level
            ))),
        }
    }
    /// When and by whom: what every write carries.
    fn stamp(&self) -> Stamp {
        Stamp {
            at: self.clock.now(),
            by: self.user.name.clone(),
            component: "REST API",
        }
    }
    /// One write: all of it happens and is durable, or nothing changes.
    pub async fn write<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Draft) -> Result<R> + Send + 'static,
    ) -> Result<R> {
        self.store.commit(self.stamp(), work).await
    }
}
