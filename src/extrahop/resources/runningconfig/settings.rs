//! What the twin itself goes by in a config, what comes with every appliance, and what is not kept.
use super::RunningConfig;
use serde_json::{Value, json};

impl RunningConfig {
    /// A setting by its path: `/net/hostname`.
    pub fn at(&self, path: &str) -> Option<&Value> {
        let (section, rest) = path.trim_start_matches('/').split_once('/')?;
        self.0.get(section)?.pointer(&format!("/{rest}"))
    }
    /// The name that the appliance was given; none while it has the one it came with.
    pub fn hostname(&self) -> Option<&str> {
        let name = self.at("/net/hostname")?.as_str()?;
        Some(name).filter(|name| !name.is_empty() && *name != "extrahop")
    }
    /// The name by which others reach the appliance.
    pub fn external_hostname(&self) -> Option<&str> {
        self.at("/net/external_hostname")?.as_str()
    }
    /// The address of the interface that the appliance is managed through.
    pub fn address(&self) -> Option<&str> {
        let interfaces = self.at("/net/interfaces")?.as_object()?;
        let manages = |interface: &&Value| {
            let mode = interface["mode"].as_str();
            mode.is_some_and(|mode| mode.starts_with("management"))
        };
        interfaces.values().find(manages)?["addr"].as_str()
    }
    /// Whether passwords follow the strict policy.
    pub fn strict_passwords(&self) -> bool {
        self.at("/password/strict") == Some(&Value::Bool(true))
    }

    /// What comes with every appliance.
    pub fn shipped() -> Self {
        let sections = [
            (
                "net",
                json!({"interfaces": {"1": {"mode": "management", "addr": "192.0.2.10", "mask": "255.255.255.0"}, "2": {"mode": "monitor"}}, "gateway": "192.0.2.1", "hostname": "extrahop"}),
            ),
            ("dns", json!({"dns": "192.0.2.2", "dns2": "192.0.2.3"})),
            (
                "ntp",
                json!({"servers": ["0.pool.ntp.org", "1.pool.ntp.org"]}),
            ),
            (
                "email_notification",
                json!({"smtp_server": "", "smtp_port": 25, "smtp_encryption": "none", "smtp_enable_auth": false, "smtp_username": null, "validate_certs": "disabled", "notification_sender": "", "report_sender": null}),
            ),
            ("password", json!({"strict": false, "expiration_time": 0})),
            (
                "capture",
                json!({"device_ip_discover": true, "device_ip_discover_networks": [], "app_proto": {}}),
            ),
            (
                "ui",
                json!({"display_name_field_precedence": ["custom", "dns", "netbios", "dhcp", "cdp"]}),
            ),
        ];
        Self(
            sections
                .map(|(name, section)| (name.to_owned(), section))
                .into_iter()
                .collect(),
        )
    }
}
