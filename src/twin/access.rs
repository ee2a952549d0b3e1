//! Who calls, and what they may do.
use super::Twin;
use crate::{
    base::problem::{Problem, Result},
    store::{Draft, Stamp},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fmt::{self, Display},
    ops::Deref,
    sync::Arc,
};

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

/// A secret for each level that has one.
pub type Keys = BTreeMap<Level, String>;

/// What opens the accounts that come with every twin: the secrets of each API, by what files call
/// them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Credentials(BTreeMap<String, Keys>);

impl Credentials {
    pub fn of(&self, name: &str) -> &Keys {
        static NONE: Keys = Keys::new();
        self.0.get(name).unwrap_or(&NONE)
    }
    pub fn of_mut(&mut self, name: &str) -> &mut Keys {
        self.0.entry(name.to_owned()).or_default()
    }
}

/// The user of a request.
#[derive(Clone, Debug)]
pub struct User {
    pub id: i64,
    pub name: Arc<str>,
    pub level: Level,
}

/// What an API does with fields and parameters that there are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownNames {
    Ignore,
    /// They are ignored and named in the answer, or refused, as the twin has it.
    NameOrRefuse,
    Refuse,
}

/// Through what a call came in.
#[derive(Debug)]
pub struct ApiInfo {
    /// The path that all its operations begin with.
    pub base: &'static str,
    /// Its name in the audit log.
    pub component: &'static str,
    /// What is done with fields and parameters that there are not.
    pub unknown_names: UnknownNames,
    /// What its users call a level.
    pub level: fn(Level) -> &'static str,
}

/// A permitted call. A twin is reached through it and no other way.
#[derive(Clone)]
pub struct Permit {
    pub user: Arc<User>,
    pub api: &'static ApiInfo,
    twin: Arc<Twin>,
}

impl Deref for Permit {
    type Target = Twin;
    fn deref(&self) -> &Twin {
        &self.twin
    }
}

impl Permit {
    pub fn new(user: User, twin: Arc<Twin>, api: &'static ApiInfo) -> Self {
        Self {
            user: Arc::new(user),
            api,
            twin,
        }
    }
    /// The same call as one of another API.
    pub fn through(&self, api: &'static ApiInfo) -> Self {
        Self {
            api,
            ..self.clone()
        }
    }
    /// The same caller at another twin.
    pub fn at(&self, twin: Arc<Twin>) -> Self {
        Self {
            twin,
            ..self.clone()
        }
    }
    pub fn twin(&self) -> &Arc<Twin> {
        &self.twin
    }
    /// The caller has this level.
    pub fn need(&self, level: Level) -> Result<()> {
        let named = |level| (self.api.level)(level).replace('_', " ");
        match self.user.level >= level {
            true => Ok(()),
            false => Err(Problem::Forbidden(format!(
                "This operation requires {} privileges; the user {} has {} privileges.",
                named(level),
                self.user.name,
                named(self.user.level)
            ))),
        }
    }
    /// Where an object is read: `Location` of the answer that tells of it.
    pub fn location(&self, path: &str, id: impl Display) -> String {
        format!("{}/{path}/{id}", self.api.base)
    }
    /// When and by whom: what every write carries.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            at: self.clock.now(),
            by: self.user.name.clone(),
            component: self.api.component,
        }
    }
    /// One write: all of it happens and is durable, or nothing changes.
    pub fn write<R: Send + 'static, W>(
        &self,
        work: W,
    ) -> impl Future<Output = Result<R>> + Send + use<R, W>
    where
        W: FnOnce(&mut Draft) -> Result<R> + Send + 'static,
    {
        self.store.commit(self.stamp(), work)
    }
}
