//! The alarms of a span, with the names that people know the sources by.
use super::{
    Alert,
    episodes::{Episode, episodes},
};
use crate::{
    base::{clock::Millis, problem::Result},
    extrahop::resources::{
        applications::Application, devices::Device, networks::Network, vlans::Vlan,
    },
    network::ObjectType,
    store::{Resource, State},
    twin::{
        access::Permit,
        appliance::{Alarm, AlarmSource},
    },
};

/// Each time that a threshold alert fired, from one moment to another.
pub fn alarms(permit: &Permit, first: Millis, last: Millis) -> Result<Vec<Alarm>> {
    let state = permit.store.state();
    let mut alarms = vec![];
    for alert in state.all::<Alert>() {
        let episodes = episodes(permit, alert, first, last)?;
        alarms.extend(episodes.into_iter().map(|one| alarm(&state, alert, one)));
    }
    Ok(alarms)
}

fn alarm(state: &State, alert: &Alert, episode: Episode) -> Alarm {
    let metrics = [&alert.field_name, &alert.field_name2];
    Alarm {
        alert_id: alert.id,
        alert_name: alert.name.clone(),
        severity: alert.severity,
        metrics: metrics.into_iter().flatten().cloned().collect(),
        source: source(state, episode.object_type, episode.source),
        began: episode.began,
        ended: episode.ended,
        values: episode.values,
        ticks: episode.ticks,
    }
}

fn source(state: &State, object_type: ObjectType, id: i64) -> AlarmSource {
    let kind = match object_type {
        ObjectType::Device => Device::KIND,
        ObjectType::Application => Application::KIND,
        ObjectType::Vlan => Vlan::KIND,
        _ => Network::KIND,
    };
    let address = |device: &Device| device.ipaddr4.clone().or(device.ipaddr6.clone());
    AlarmSource {
        object_type,
        id,
        name: state
            .find(kind, id)
            .and_then(|one| Some(one.label()?.into_owned())),
        address: match object_type {
            ObjectType::Device => state.get::<Device>(id).ok().and_then(address),
            _ => None,
        },
    }
}
