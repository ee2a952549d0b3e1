//! The events that triggers run on, and the firmware that each came with (the Trigger API Reference
//! of several firmwares). Where no reference dates an event, every firmware has it.
use crate::base::{
    brief::shortened,
    firmware::Firmware,
    nearest::nearest,
    problem::{Result, refused},
};

const EVENTS: [(Firmware, &[&str]); 7] = [
    (
        Firmware::FIRST,
        &[
            "AAA_REQUEST",
            "AAA_RESPONSE",
            "ACTIVEMQ_MESSAGE",
            "ALERT_RECORD_COMMIT",
            "CIFS_REQUEST",
            "CIFS_RESPONSE",
            "DB_REQUEST",
            "DB_RESPONSE",
            "DHCP_REQUEST",
            "DHCP_RESPONSE",
            "DICOM_REQUEST",
            "DICOM_RESPONSE",
            "DNS_REQUEST",
            "DNS_RESPONSE",
            "FIX_REQUEST",
            "FIX_RESPONSE",
            "FLOW_CLASSIFY",
            "FLOW_DETACH",
            "FLOW_RECORD",
            "FLOW_REPORT",
            "FLOW_TICK",
            "FLOW_TURN",
            "FTP_REQUEST",
            "FTP_RESPONSE",
            "HL7_REQUEST",
            "HL7_RESPONSE",
            "HTTP_REQUEST",
            "HTTP_RESPONSE",
            "IBMMQ_REQUEST",
            "IBMMQ_RESPONSE",
            "ICA_AUTH",
            "ICA_CLOSE",
            "ICA_OPEN",
            "ICA_TICK",
            "ICMP_MESSAGE",
            "KERBEROS_REQUEST",
            "KERBEROS_RESPONSE",
            "LDAP_REQUEST",
            "LDAP_RESPONSE",
            "LLDP_FRAME",
            "MEMCACHE_REQUEST",
            "MEMCACHE_RESPONSE",
            "METRIC_CYCLE_BEGIN",
            "METRIC_CYCLE_END",
            "METRIC_RECORD_COMMIT",
            "MONGODB_REQUEST",
            "MONGODB_RESPONSE",
            "MSMQ_MESSAGE",
            "NETFLOW_RECORD",
            "NEW_APPLICATION",
            "NEW_DEVICE",
            "NEW_VLAN",
            "NFS_REQUEST",
            "NFS_RESPONSE",
            "POP3_REQUEST",
            "POP3_RESPONSE",
            "REDIS_REQUEST",
            "REDIS_RESPONSE",
            "RTCP_MESSAGE",
            "RTP_CLOSE",
            "RTP_OPEN",
            "RTP_TICK",
            "SESSION_EXPIRE",
            "SIP_REQUEST",
            "SIP_RESPONSE",
            "SMPP_REQUEST",
            "SMPP_RESPONSE",
            "SMTP_OPEN",
            "SMTP_REQUEST",
            "SMTP_RESPONSE",
            "SSH_CLOSE",
            "SSH_OPEN",
            "SSH_TICK",
            "SSL_ALERT",
            "SSL_CLOSE",
            "SSL_HEARTBEAT",
            "SSL_OPEN",
            "SSL_PAYLOAD",
            "SSL_RECORD",
            "SSL_RENEGOTIATE",
            "TCP_CLOSE",
            "TCP_OPEN",
            "TCP_PAYLOAD",
            "TELNET_MESSAGE",
            "TIMER_30SEC",
            "UDP_PAYLOAD",
        ],
    ),
    (
        Firmware::known(7, 1),
        &[
            "AJP_REQUEST",
            "AJP_RESPONSE",
            "MODBUS_REQUEST",
            "MODBUS_RESPONSE",
            "SFLOW_RECORD",
            "WEBSOCKET_CLOSE",
            "WEBSOCKET_MESSAGE",
            "WEBSOCKET_OPEN",
        ],
    ),
    (
        Firmware::known(7, 6),
        &[
            "DETECTION_UPDATE",
            "LLMNR_REQUEST",
            "LLMNR_RESPONSE",
            "RDP_CLOSE",
            "RDP_OPEN",
            "RDP_TICK",
            "RPC_REQUEST",
            "RPC_RESPONSE",
            "SCCP_MESSAGE",
        ],
    ),
    // Those that the reference of 7.6 does not have yet.
    (
        Firmware::known(7, 7),
        &[
            "BACNET_MESSAGE",
            "CDP_FRAME",
            "DHCP6_REQUEST",
            "DHCP6_RESPONSE",
            "DNP3_REQUEST",
            "DNP3_RESPONSE",
            "NMF_RECORD",
            "NTP_MESSAGE",
            "REMOTE_RESPONSE",
            "RFB_CLOSE",
            "RFB_OPEN",
            "RFB_TICK",
            "SLP_MESSAGE",
            "SNMP_MESSAGE",
            "SNMP_REQUEST",
            "SNMP_RESPONSE",
            "SOCKS_REQUEST",
            "SOCKS_RESPONSE",
            "TFTP_REQUEST",
            "TFTP_RESPONSE",
            "WSMAN_REQUEST",
            "WSMAN_RESPONSE",
        ],
    ),
    (Firmware::known(7, 9), &["EXTERNAL_DATA"]),
    (Firmware::known(8, 1), &["NTLM_MESSAGE"]),
    (Firmware::known(9, 5), &["QUIC_CLOSE", "QUIC_OPEN"]),
];

/// The firmware has this event.
pub fn check(event: &str, firmware: Firmware) -> Result<()> {
    let of = |(since, names): &(Firmware, &[&str])| names.contains(&event).then_some(*since);
    let shown = shortened(event);
    match EVENTS.iter().find_map(of) {
        Some(since) if since <= firmware => Ok(()),
        Some(since) => Err(refused(format!(
            "`event`: `{shown}` came with firmware {since}; this is {firmware}"
        ))),
        None => {
            let known = EVENTS.iter().filter(|(since, _)| *since <= firmware);
            let names = known.flat_map(|(_, names)| names.iter().copied());
            let near = nearest(event, names);
            let hint = near.map_or(String::new(), |name| format!("; the nearest is `{name}`"));
            Err(refused(format!("`event`: there is no `{shown}`{hint}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_belongs_to_a_firmware_and_a_slip_is_told() {
        let told = |event: &str, firmware| check(event, firmware).err().map(|p| p.to_string());
        assert_eq!(told("HTTP_RESPONSE", Firmware::FIRST), None);
        assert_eq!(told("CDP_FRAME", Firmware(9, 8)), None);
        let later = told("CDP_FRAME", Firmware::FIRST).unwrap();
        assert_eq!(
            later,
            "`event`: `CDP_FRAME` came with firmware 7.7; this is 5.1"
        );
        let slip = told("NEWDEVICE", Firmware::FIRST).unwrap();
        assert_eq!(
            slip,
            "`event`: there is no `NEWDEVICE`; the nearest is `NEW_DEVICE`"
        );
    }
}
