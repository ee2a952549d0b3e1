//! The dashboards that come with the system, as far as guides name them. Codes, and what the boards are
//! about, are our own.
use super::Dashboard;
use crate::{
    base::{firmware::Firmware, platform::Platform, problem::Result},
    store::Draft,
    twin::access::{Level::FullSystem, User},
};

struct SystemDashboard {
    code: &'static str,
    name: &'static str,
    comment: &'static str,
    activities: &'static [&'static str],
    since: Firmware,
    until: Firmware,
    /// Whether it is a Command appliance's, for administrators only.
    of_console: bool,
}

/// Guides up to 6.2 name the first two; the later ones are in "System Health" (8.8), "Security
/// Hardening" (9.3) and "System Usage" (9.6).
#[rustfmt::skip]
const SYSTEM: [SystemDashboard; 5] = [
    SystemDashboard {
        code: "kmC9Y", name: "Activity", comment: "Which protocols are spoken.",
        activities: &[
            "cifs_client", "cifs_server", "db_client", "db_server", "dns_client", "dns_server", "ftp_client", "ftp_server",
            "http_client", "http_server", "ldap_client", "ldap_server", "smtp_client", "smtp_server", "ssl_client", "ssl_server",
        ],
        since: Firmware::FIRST, until: Firmware::known(6, 2), of_console: false,
    },
    SystemDashboard {
        code: "nW0rk", name: "Network", comment: "How much traffic there is, and how well it gets through.",
        activities: &["icmp", "tcp", "udp"], since: Firmware::FIRST, until: Firmware::known(6, 2), of_console: false,
    },
    SystemDashboard {
        code: "hEa1t", name: "System Health", comment: "How the system itself does.",
        activities: &[], since: Firmware::known(8, 8), until: Firmware::LAST, of_console: false,
    },
    SystemDashboard {
        code: "hArd3", name: "Security Hardening", comment: "Weak sessions and certificates of TLS, and known threats.",
        activities: &["ssl_client", "ssl_server"], since: Firmware::known(9, 3), until: Firmware::LAST, of_console: false,
    },
    SystemDashboard {
        code: USAGE, name: "System Usage", comment: "Who uses the system for what.",
        activities: &[], since: Firmware::known(9, 6), until: Firmware::LAST, of_console: true,
    },
];
const USAGE: &str = "uSag3";

/// Every appliance has the dashboards of the system that its firmware has. What an earlier version of
/// this program made stays.
pub fn built_in(draft: &mut Draft, platform: Platform, firmware: Firmware) -> Result<()> {
    for board in SYSTEM {
        let has = (board.since..=board.until).contains(&firmware)
            && (!board.of_console || platform == Platform::Command);
        if has && draft.by_key::<Dashboard>(board.code).is_none() {
            draft.insert(Dashboard {
                name: Some(board.name.into()),
                comment: Some(board.comment.into()),
                author: Some("ExtraHop".into()),
                short_code: Some(board.code.into()),
                kind: Dashboard::summary(),
                activity: board
                    .activities
                    .iter()
                    .map(|name| (*name).to_owned())
                    .collect(),
                ..Dashboard::default()
            })?;
        }
    }
    Ok(())
}

impl Dashboard {
    /// Whether it is one of the system's that this user may view.
    pub(super) fn is_of_system_for(&self, user: &User) -> bool {
        let usage = self.short_code.as_deref() == Some(USAGE);
        self.owner.is_none() && (!usage || user.level >= FullSystem)
    }
}
