//! What devices are seen doing, and since when.
use super::network::Network;
use crate::{
    base::clock::Millis,
    network::{
        catalog::{self, MetricLevel, ObjectType},
        model::{
            activity::Activity,
            view::{ConversationView, End},
        },
    },
};

/// Activities, and since when.
pub type Activities = Vec<(Activity, Millis)>;

/// What each host does, by its place.
pub fn of_hosts(network: &Network) -> Vec<Activities> {
    let mut all = vec![Vec::new(); network.hosts().len()];
    for (place, seen) in all.iter_mut().enumerate() {
        network.each_view_of(place as u32, |view| note_view(seen, &view));
    }
    for (device, category, since) in network.recorded().of_devices() {
        if let (Some(place), Some(activity)) = (network.place(device), shown_by(category)) {
            note(&mut all[place as usize], activity, since);
        }
    }
    all.iter_mut().for_each(|seen| seen.sort_unstable());
    all
}

/// What a device does by its recorded values alone.
pub fn recorded(network: &Network, device: i64) -> Activities {
    let recorded = network
        .recorded()
        .categories_of((MetricLevel::Device, device));
    recorded
        .filter_map(|(category, since)| Some((shown_by(category)?, since)))
        .collect()
}

/// The activity that shows a category of device metrics.
fn shown_by(category: &str) -> Option<Activity> {
    Activity::of_category(catalog::find(ObjectType::Device, category)?)
}

/// Notes what the viewer of a conversation does.
pub fn note_view(seen: &mut Activities, view: &ConversationView) {
    note(seen, Activity::Net, view.since);
    if !matches!(view.end, End::Client | End::Server) {
        return;
    }
    let protocol = view.conversation.protocol;
    let own = [
        Activity::at_end(protocol, view.end),
        Activity::of_transport(protocol),
    ];
    for activity in own.into_iter().flatten() {
        note(seen, activity, view.since);
    }
}

pub fn note(seen: &mut Activities, activity: Activity, since: Millis) {
    match seen.iter_mut().find(|(one, _)| *one == activity) {
        Some((_, first)) => *first = (*first).min(since),
        None => seen.push((activity, since)),
    }
}
