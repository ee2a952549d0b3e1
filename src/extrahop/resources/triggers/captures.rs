//! The packet captures that a trigger starts: scripts are not run, so each device that a trigger
//! runs on whose script calls `captureStart` has its busiest conversation of the last 30 seconds
//! captured, once.
use super::{ON_DEVICES, ON_GROUPS, Trigger};
use crate::{
    base::{
        clock::{Millis, metric_clock},
        problem::Result,
    },
    extrahop::resources::{devicegroups, devices::Device, nodes, packetcaptures::Captured},
    network::{Protocol, flows},
    store::{Draft, Link, Object, Resource, State},
    twin::access::Permit,
};
use regex::Regex;
use std::{collections::BTreeSet, sync::LazyLock};

/// How much of the time before a trigger starts a capture is in it.
const SPAN: Millis = 30_000;
/// How many captures of one trigger there may be at a time.
const MOST: usize = 8;

/// The captures of a trigger that runs from now on.
pub fn start(permit: &Permit, draft: &mut Draft, id: i64) -> Result<()> {
    let trigger = draft.get::<Trigger>(id)?.clone();
    if !trigger.captures() {
        return Ok(());
    }
    let devices = trigger.runs_on(permit, draft)?;
    trigger.capture(permit, draft, devices)
}

/// The captures of a trigger that runs on one more device, or on the members of one more group.
pub fn follow(permit: &Permit, draft: &mut Draft, link: &Link) -> Result<()> {
    let trigger = draft.get::<Trigger>(link.parent)?.clone();
    if !trigger.captures() {
        return Ok(());
    }
    let devices = match link.relation.child {
        Device::KIND => BTreeSet::from([link.child]),
        _ => devicegroups::members_of(permit, draft, [link.child])?,
    };
    trigger.capture(permit, draft, devices)
}

impl Trigger {
    /// Whether it runs, and may start captures when it does.
    pub(super) fn captures(&self) -> bool {
        let wanted = !self.disabled && self.hints.packet_capture == Some(true);
        wanted && self.capture_name().is_some() && !self.protocols().is_empty()
    }
    /// What the script calls its captures: the first text that it gives to `captureStart`, or the
    /// trigger's name where the name is made by the script. None where it does not call it.
    fn capture_name(&self) -> Option<&str> {
        static CALL: LazyLock<Option<Regex>> = LazyLock::new(|| {
            let text = r#"'([^'\\]*)'|"([^"\\]*)"|`([^`$\\]*)`"#;
            Regex::new(&format!(r"captureStart\s*\(\s*(?:(?:{text})\s*[,)])?")).ok()
        });
        let call = CALL.as_ref()?.captures(&self.script)?;
        let given = call.iter().skip(1).flatten().next();
        Some(given.map_or(self.name.as_str(), |text| text.as_str()))
    }
    /// The protocols whose conversations its events are about.
    fn protocols(&self) -> Vec<Protocol> {
        let about = |protocol: &Protocol| {
            let mut kinds = self
                .events
                .iter()
                .filter_map(|event| event.split('_').next());
            kinds.any(|kind| match kind {
                "TCP" => protocol.is_tcp(),
                "UDP" => protocol.is_udp(),
                "FLOW" => protocol.is_tcp() || protocol.is_udp(),
                "MONGODB" => *protocol == Protocol::Mongo,
                own => own.eq_ignore_ascii_case(protocol.as_str()),
            })
        };
        Protocol::all().filter(about).collect()
    }
    fn runs_on(&self, permit: &Permit, state: &State) -> Result<BTreeSet<i64>> {
        if self.apply_all {
            return Ok(state.all::<Device>().map(|device| device.id).collect());
        }
        let groups = ON_GROUPS.ids(state, self.id);
        let mut devices = devicegroups::members_of(permit, state, groups)?;
        devices.extend(ON_DEVICES.ids(state, self.id));
        Ok(devices)
    }
    /// By the order of the devices' ids, as long as there is room.
    fn capture(&self, permit: &Permit, draft: &mut Draft, devices: BTreeSet<i64>) -> Result<()> {
        let (now, protocols) = (draft.stamp.at, self.protocols());
        let until = metric_clock(now);
        let own = draft
            .all::<Captured>()
            .filter(|one| one.trigger == Some(self.id));
        let mut room = MOST.saturating_sub(own.count());
        for device in devices {
            if room == 0 {
                break;
            }
            let (span, network) = (until - SPAN..until, &permit.network);
            let reports = nodes::known_until(draft, device, now) == now;
            let flow = flows::busiest_of(network, device, &protocols, span.clone());
            let named = (self.id, self.capture_name().unwrap_or(&self.name));
            let captured = flow
                .filter(|_| reports)
                .and_then(|flow| Captured::by_trigger(draft, named, &flow, span));
            if let Some(captured) = captured {
                draft.place(Object::new(captured))?;
                room -= 1;
            }
        }
        Ok(())
    }
}
