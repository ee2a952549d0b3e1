//! How a router is polled by SNMP v3.
use super::secrets::{masked, restore};
use crate::base::problem::{Result, refused};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// User, authentication and privacy; the last two do not depend on each other.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SnmpV3Conf {
    /// Who polls; needed with authentication or privacy.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub user_name: Option<String>,
    /// How the user is known.
    #[serde(default)]
    pub authentication_protocol: Option<Authentication>,
    /// The secret by which the user is known.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub authentication_passphrase: Option<String>,
    /// How the messages are encrypted.
    #[serde(default)]
    pub privacy_protocol: Option<Privacy>,
    /// The secret by which they are encrypted; answers show its last three characters.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub privacy_passphrase: Option<String>,
}

/// How a user is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Authentication {
    #[default]
    NoAuth,
    #[serde(rename = "MD5")]
    Md5,
    #[serde(rename = "SHA")]
    Sha,
}

/// How messages are encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Privacy {
    #[default]
    NoPriv,
    #[serde(rename = "DES")]
    Des,
    #[serde(rename = "AES-128")]
    Aes128,
    /// Another word for AES-128, given back as it came.
    #[serde(rename = "AES")]
    Aes,
}

/// How a router is polled, as clients see it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct SnmpView {
    /// Who polls.
    pub user_name: String,
    /// How the user is known.
    pub authentication_protocol: Authentication,
    /// The secret by which the user is known.
    pub authentication_passphrase: Option<String>,
    /// How the messages are encrypted.
    pub privacy_protocol: Privacy,
    /// The last three characters of the secret by which they are encrypted, behind stars.
    pub privacy_passphrase: Option<String>,
}

impl SnmpV3Conf {
    pub fn view(&self) -> SnmpView {
        SnmpView {
            user_name: self.user_name.clone().unwrap_or_default(),
            authentication_protocol: self.authentication_protocol.unwrap_or_default(),
            authentication_passphrase: self.authentication_passphrase.clone(),
            privacy_protocol: self.privacy_protocol.unwrap_or_default(),
            privacy_passphrase: self.privacy_passphrase.as_deref().map(masked),
        }
    }
    /// Clients send back what they were shown.
    pub fn restore_secrets(&mut self, before: Option<&Self>) {
        let stored = before.and_then(|before| before.privacy_passphrase.as_ref());
        restore(&mut self.privacy_passphrase, stored);
    }
    pub fn check(&self) -> Result<()> {
        let authenticated = self.authentication_protocol.unwrap_or_default();
        let private = self.privacy_protocol.unwrap_or_default();
        let authenticated = authenticated != Authentication::NoAuth;
        let private = private != Privacy::NoPriv;
        let need = |name: &str, value: &Option<String>, with: &str| match value
            .as_deref()
            .unwrap_or_default()
            .is_empty()
        {
            true => Err(refused(format!(
                "`device_snmp_v3_conf.{name}` is required with {with}"
            ))),
            false => Ok(()),
        };
        if authenticated || private {
            need("UserName", &self.user_name, "authentication or privacy")?;
        }
        if authenticated {
            let secret = &self.authentication_passphrase;
            need("AuthenticationPassphrase", secret, "authentication")?;
        }
        if private {
            need("PrivacyPassphrase", &self.privacy_passphrase, "privacy")?;
        }
        Ok(())
    }
}
