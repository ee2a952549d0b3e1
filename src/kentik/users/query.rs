//! A user as clients send it: some of its keys have other names there.
use super::object::{Role, User};
use crate::{
    api::{Enveloped, without_nulls},
    base::problem::{Result, refused},
    kentik::{email, types::Boolean},
    schema::marks::write_only,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de::Error};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

#[derive(Deserialize, JsonSchema)]
#[schemars(extend("examples" = [example()]))]
pub struct UserWrite {
    /// The unique name of the user, without spaces; absent on a create: the e-mail address.
    #[schemars(transform = write_only, length(min = 3, max = 40), extend("pattern" = r"^\S+$"))]
    user_name: Option<String>,
    /// The same under the key that some clients use.
    #[schemars(transform = write_only, length(min = 3, max = 40), extend("pattern" = r"^\S+$"))]
    username: Option<String>,
    #[schemars(required, transform = write_only, length(max = 128), extend("pattern" = "^[^\"]*$"))]
    user_full_name: Option<String>,
    /// The unique address that the user calls with.
    #[schemars(required, transform = write_only, extend("pattern" = email::PATTERN))]
    user_email: Option<String>,
    /// The password of the portal. There is no portal here, so it is not kept.
    #[serde(rename = "user_password")]
    #[schemars(transform = write_only, length(min = 7))]
    _user_password: Option<String>,
    /// A word or its number: 0 is a member, 1 an administrator.
    #[schemars(required, transform = write_only)]
    role: Option<RoleOrNumber>,
    /// Whether the user gets mails about the service.
    #[schemars(required, transform = write_only)]
    email_service: Option<Boolean>,
    /// Whether the user gets mails about the product.
    #[schemars(required, transform = write_only)]
    email_product: Option<Boolean>,
}

impl Enveloped for UserWrite {
    const KEYS: &[&str] = &["user"];
    fn settle(sent: &mut Map<String, Value>) {
        without_nulls(sent);
    }
}

fn example() -> Value {
    json!({
        "user_name": "testuser", "user_full_name": "Test User", "user_email": "test@user.example",
        "role": "Member", "email_service": true, "email_product": true,
    })
}

impl UserWrite {
    /// A new user. What a create needs was sent: the fields say so.
    pub fn into_user(self) -> Result<User> {
        let email = self.user_email.clone().unwrap_or_default();
        let unnamed = User::new(&email, "", Role::Member);
        self.onto(&unnamed)
    }
    /// The user with what was sent.
    pub fn onto(self, user: &User) -> Result<User> {
        let mut user = user.clone();
        let role = self.role.map_or(user.role, |RoleOrNumber(role)| role);
        if role == Role::SuperAdministrator && user.role != role {
            return Err(refused(
                "`role` must be \"Member\" or \"Administrator\": only the portal makes a super administrator",
            ));
        }
        user.role = role;
        if let Some(name) = self.user_name.or(self.username) {
            user.username = name;
        }
        if let Some(name) = self.user_full_name {
            user.user_full_name = name;
        }
        if let Some(email) = self.user_email {
            user.user_email = email;
        }
        if let Some(Boolean(wanted)) = self.email_service {
            user.email_service = wanted;
        }
        if let Some(Boolean(wanted)) = self.email_product {
            user.email_product = wanted;
        }
        Ok(user)
    }
}

/// A role by its word or its number, which may be in quotes.
#[derive(Clone, Copy)]
struct RoleOrNumber(Role);

impl<'de> Deserialize<'de> for RoleOrNumber {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let sent = Value::deserialize(from)?;
        let number = sent.as_i64().or_else(|| sent.as_str()?.parse().ok());
        match number {
            Some(0) => Ok(Self(Role::Member)),
            Some(1) => Ok(Self(Role::Administrator)),
            _ => Role::deserialize(sent).map(Self).map_err(D::Error::custom),
        }
    }
}
impl JsonSchema for RoleOrNumber {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "RoleOrNumber".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "integer"],
            "enum": ["Member", "Administrator", "Super Administrator", 0, 1, "0", "1"],
        })
    }
}
