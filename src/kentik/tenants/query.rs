//! What a client says of a new user of a tenant.
use crate::{api::Enveloped, kentik::email};
use schemars::JsonSchema;
use serde::Deserialize;

/// Who is to be a user of a tenant.
#[derive(Deserialize, JsonSchema)]
#[schemars(extend("examples" = [{"user_email": "user2@testtenant.com"}]))]
pub struct TenantUserEmail {
    #[schemars(extend("pattern" = email::PATTERN))]
    pub user_email: String,
}
impl Enveloped for TenantUserEmail {
    const KEYS: &[&str] = &["user"];
}
