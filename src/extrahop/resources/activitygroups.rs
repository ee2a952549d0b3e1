//! Activity groups classify devices by what they are seen doing. They are built in.
use super::{customdevices::Customs, devices::Device};
use crate::{
    api::{Operation, Part, View, get, read_only},
    base::{clock::Millis, problem::Result},
    network::Activity,
    store::{Resource, State},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"id": 46, "oid": 46, "display": "SSL Servers", "description": null, "type": "extrahop.device.ssl_server", "mod_time": 1447878253953i64}]))]
pub struct ActivityGroup {
    #[schemars(transform = read_only)]
    pub id: i64,
    /// The same number under its other name; metric queries take it with the object type
    /// activity_group.
    #[schemars(transform = read_only)]
    pub oid: i64,
    /// The name for people.
    #[schemars(transform = read_only)]
    pub display: &'static str,
    #[schemars(transform = read_only)]
    pub description: Option<String>,
    /// The activity that makes a device a member.
    #[serde(rename = "type")]
    #[schemars(transform = read_only)]
    pub kind: &'static str,
    /// When the group was last changed, in ms since the epoch.
    #[schemars(transform = read_only)]
    pub mod_time: Millis,
}

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    ..Part::NONE
};

/// Clients of 8.4 still call these; the documentation of 9.8 has them no more.
#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    vec![get("/activitygroups", ReadOnly, list, "Retrieve all activity groups.").until(8, 4)]
}

async fn list(permit: Permit) -> Result<View<Vec<ActivityGroup>>> {
    permit.answers((1..).map_while(ActivityGroup::find))
}

impl ActivityGroup {
    /// The group with this id.
    pub fn find(id: i64) -> Option<Self> {
        let place = usize::try_from(id).ok()?.checked_sub(1)?;
        let (display, kind) = *BUILT_IN.get(place)?;
        Some(Self {
            id,
            oid: id,
            display,
            description: None,
            kind,
            mod_time: MADE,
        })
    }
    /// Whether there is a group of this activity.
    pub fn exists(activity: &str) -> bool {
        BUILT_IN.iter().any(|(_, kind)| *kind == activity)
    }
    /// The devices that were seen in the activity, by id.
    pub fn members(&self, permit: &Permit, state: &State) -> Vec<i64> {
        let Some(activity) = Activity::parse(self.kind) else {
            return vec![];
        };
        let (now, customs) = (permit.clock.now(), Customs::of(state));
        let devices = state.objects(Device::KIND).map(|device| device.id);
        let shows = |device: &i64| customs.show(&permit.network, *device, &[activity], now);
        devices.filter(shows).collect()
    }
}

/// The groups came with the firmware and were never changed since.
const MADE: Millis = 1447878253953;

/// What each group is called and which activity it stands for, by id from 1 on.
const BUILT_IN: [(&str, &str); 80] = [
    ("AAA Clients", "extrahop.device.aaa_client"),
    ("AAA Servers", "extrahop.device.aaa_server"),
    ("AMF Clients", "extrahop.device.amf_client"),
    ("AMF Servers", "extrahop.device.amf_server"),
    ("CIFS Clients", "extrahop.device.cifs_client"),
    ("CIFS Servers", "extrahop.device.cifs_server"),
    ("DB Clients", "extrahop.device.db_client"),
    ("DB Servers", "extrahop.device.db_server"),
    ("DHCP Clients", "extrahop.device.dhcp_client"),
    ("DHCP Servers", "extrahop.device.dhcp_server"),
    ("DNS Clients", "extrahop.device.dns_client"),
    ("DNS Servers", "extrahop.device.dns_server"),
    ("FIX Clients", "extrahop.device.fix_client"),
    ("FIX Servers", "extrahop.device.fix_server"),
    ("FTP Clients", "extrahop.device.ftp_client"),
    ("FTP Servers", "extrahop.device.ftp_server"),
    ("HL7 Clients", "extrahop.device.hl7_client"),
    ("HL7 Servers", "extrahop.device.hl7_server"),
    ("HTTP Clients", "extrahop.device.http_client"),
    ("HTTP Servers", "extrahop.device.http_server"),
    ("IBMMQ Clients", "extrahop.device.ibmmq_client"),
    ("IBMMQ Servers", "extrahop.device.ibmmq_server"),
    ("ICA Clients", "extrahop.device.ica_client"),
    ("ICA Servers", "extrahop.device.ica_server"),
    ("ICMP", "extrahop.device.icmp"),
    ("Kerberos Clients", "extrahop.device.kerberos_client"),
    ("Kerberos Servers", "extrahop.device.kerberos_server"),
    ("LDAP Clients", "extrahop.device.ldap_client"),
    ("LDAP Servers", "extrahop.device.ldap_server"),
    ("Memcache Clients", "extrahop.device.memcache_client"),
    ("Memcache Servers", "extrahop.device.memcache_server"),
    ("MongoDB Clients", "extrahop.device.mongo_client"),
    ("MongoDB Servers", "extrahop.device.mongo_server"),
    ("MSMQ", "extrahop.device.msmq"),
    ("NFS Clients", "extrahop.device.nfs_client"),
    ("NFS Servers", "extrahop.device.nfs_server"),
    ("RTCP", "extrahop.device.rtcp"),
    ("RTP", "extrahop.device.rtp"),
    ("SIP Clients", "extrahop.device.sip_client"),
    ("SIP Servers", "extrahop.device.sip_server"),
    ("SMPP Clients", "extrahop.device.smpp_client"),
    ("SMPP Servers", "extrahop.device.smpp_server"),
    ("SMTP Clients", "extrahop.device.smtp_client"),
    ("SMTP Servers", "extrahop.device.smtp_server"),
    ("SSL Clients", "extrahop.device.ssl_client"),
    ("SSL Servers", "extrahop.device.ssl_server"),
    ("TCP", "extrahop.device.tcp"),
    ("Telnet Clients", "extrahop.device.telnet_client"),
    ("Telnet Servers", "extrahop.device.telnet_server"),
    ("UDP", "extrahop.device.udp"),
    ("iSCSI Clients", "extrahop.device.iscsi_client"),
    ("iSCSI Servers", "extrahop.device.iscsi_server"),
    ("PCoIP Clients", "extrahop.device.pcoip_client"),
    ("PCoIP Servers", "extrahop.device.pcoip_server"),
    ("POP3 Clients", "extrahop.device.pop3_client"),
    ("POP3 Servers", "extrahop.device.pop3_server"),
    ("RDP Clients", "extrahop.device.rdp_client"),
    ("RDP Servers", "extrahop.device.rdp_server"),
    ("Redis Clients", "extrahop.device.redis_client"),
    ("Redis Servers", "extrahop.device.redis_server"),
    ("RPC Clients", "extrahop.device.rpc_client"),
    ("RPC Servers", "extrahop.device.rpc_server"),
    ("SSH Clients", "extrahop.device.ssh_client"),
    ("SSH Servers", "extrahop.device.ssh_server"),
    ("WebSocket Clients", "extrahop.device.websocket_client"),
    ("WebSocket Servers", "extrahop.device.websocket_server"),
    ("AJP Clients", "extrahop.device.ajp_client"),
    ("AJP Servers", "extrahop.device.ajp_server"),
    ("DICOM Clients", "extrahop.device.dicom_client"),
    ("DICOM Servers", "extrahop.device.dicom_server"),
    ("LLMNR Clients", "extrahop.device.llmnr_client"),
    ("LLMNR Servers", "extrahop.device.llmnr_server"),
    ("Modbus Clients", "extrahop.device.modbus_client"),
    ("Modbus Servers", "extrahop.device.modbus_server"),
    ("NBNS Clients", "extrahop.device.nbns_client"),
    ("NBNS Servers", "extrahop.device.nbns_server"),
    ("RFB Clients", "extrahop.device.rfb_client"),
    ("RFB Servers", "extrahop.device.rfb_server"),
    ("WSMAN Clients", "extrahop.device.wsman_client"),
    ("WSMAN Servers", "extrahop.device.wsman_server"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_can_be_seen_in_each() {
        for (display, kind) in BUILT_IN {
            let activity = Activity::parse(kind);
            assert_eq!(activity.map(Activity::stat_name), Some(kind), "{display}");
        }
    }
}
