//! What an application sees.
use super::prelude::*;

#[test]
fn an_application_shows_what_devices_show() {
    let network = &NETWORKS[0];
    let seen = application_activities(network, &Subject::default());
    let names: Vec<&str> = seen.iter().map(|(name, _)| *name).collect();
    for protocol in Protocol::all() {
        let is_spoken = network.conversations().any(|one| one.protocol == protocol);
        let is_shown = is_spoken && ![Protocol::Ntp, Protocol::Snmp].contains(&protocol);
        assert_eq!(names.contains(&protocol.as_str()), is_shown, "{protocol:?}");
    }
    assert!(names.contains(&"net") && names.len() > 40);
}

#[test]
fn each_protocol_counts_for_itself() {
    for protocol in Protocol::all() {
        let mut ends = EndProtocols::default();
        ends.add_client(protocol);
        let counted = Protocol::all().filter(|one| ends.client.has(*one));
        assert!(counted.eq([protocol]));
        assert!(!Protocol::all().any(|one| ends.server.has(one)));
    }
}
