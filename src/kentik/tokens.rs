//! API tokens: no call shows or makes one, they come with the twin or its fixture.
use super::users::User;
use crate::{
    api::Part,
    base::{
        clock::Millis,
        problem::{Result, refused},
        secret::Digest,
    },
    store::{Kind, Resource, State, Unique},
};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Token {
    #[serde(default)]
    pub id: i64,
    /// Whose token it is.
    pub user_id: i64,
    /// The token, of which only what follows is kept.
    #[serde(
        rename = "token",
        alias = "sha256",
        deserialize_with = "token_or_digest"
    )]
    #[schemars(with = "String")]
    pub sha256: Digest,
    /// Whether it came with the twin.
    #[serde(default)]
    #[schemars(skip)]
    pub given: bool,
}

/// The SHA-256 of a token. It is never that of a key of another family.
pub fn digest(token: &str) -> Digest {
    Digest::of(format!("kentik {token}"))
}

/// A token as a fixture has it, or what is kept of one.
fn token_or_digest<'de, D: Deserializer<'de>>(from: D) -> Result<Digest, D::Error> {
    let text = String::deserialize(from)?;
    Ok(Digest::parse(&text).unwrap_or_else(|| digest(&text)))
}

/// What the resource adds to the API.
pub const PART: Part = Part {
    kinds: || vec![Kind::of::<Token>()],
    ..Part::NONE
};

impl Resource for Token {
    const KIND: &str = "kentik_token";
    const PATH: &str = "kentik/tokens";
    const TITLE: &str = "API token";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "token",
        key: |token| token.sha256.hex().into(),
    });

    const PUBLISH_AT_ONCE: bool = true;

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
    fn is_built_in(&self) -> bool {
        self.given
    }
    fn check_in(&self, state: &State) -> Result<()> {
        match state.has(User::KIND, self.user_id) {
            true => Ok(()),
            false => Err(refused(format!(
                "`user_id`: there is no user with the id {}",
                self.user_id
            ))),
        }
    }
}
