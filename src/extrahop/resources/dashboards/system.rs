//! The dashboards that come with the system.
use super::Dashboard;
use crate::{
    base::{platform::Platform, problem::Result},
    store::Draft,
};

/// Code, name, what for, and the activities.
#[rustfmt::skip]
const SYSTEM: [(&str, &str, &str, &[&str]); 3] = [
    ("kmC9Y", "Activity", "Which protocols are spoken.", &[
        "cifs_client", "cifs_server", "db_client", "db_server", "dns_client", "dns_server", "ftp_client", "ftp_server",
        "http_client", "http_server", "ldap_client", "ldap_server", "smtp_client", "smtp_server", "ssl_client", "ssl_server",
    ]),
    ("nW0rk", "Network", "How much traffic there is, and how well it gets through.", &["icmp", "tcp", "udp"]),
    ("wEb80", "Web", "Who asks the web servers for what, and what comes back.", &["http_client", "http_server", "ssl_client", "ssl_server"]),
];

/// Every appliance has the dashboards of the system.
pub fn complete(draft: &mut Draft, _: Platform) -> Result<()> {
    for (code, name, comment, activities) in SYSTEM {
        if draft.by_key::<Dashboard>(code).is_none() {
            draft.insert(Dashboard {
                name: Some(name.into()),
                comment: Some(comment.into()),
                author: Some("ExtraHop".into()),
                short_code: Some(code.into()),
                kind: Dashboard::summary(),
                activity: activities.iter().map(|name| (*name).to_owned()).collect(),
                ..Dashboard::default()
            })?;
        }
    }
    Ok(())
}
