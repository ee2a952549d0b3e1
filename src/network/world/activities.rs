//! What devices are seen doing, and since when.
use crate::{
    base::clock::Millis,
    network::{
        Network,
        catalog::{self, MetricLevel},
        metrics::query::ObjectType,
        model::{
            activity::Activity,
            measure::{ConversationView, End},
        },
    },
};

impl Network {
    pub(in crate::network) fn seen_activities(&self) -> Vec<Vec<(Activity, Millis)>> {
        let mut all = vec![Vec::new(); self.hosts().len()];
        for (place, seen) in all.iter_mut().enumerate() {
            self.each_view_of(place as u32, |view| note_view(seen, &view));
        }
        for (device, category, since) in self.recorded.first() {
            if let (Some(place), Some(activity)) = (self.place(device), shown_by(category)) {
                note(&mut all[place as usize], activity, since);
            }
        }
        all.iter_mut().for_each(|seen| seen.sort_unstable());
        all
    }
    /// What a device does by its recorded values alone.
    pub(in crate::network) fn recorded_activities(&self, device: i64) -> Vec<(Activity, Millis)> {
        let recorded = self.recorded.first_of((MetricLevel::Device, device));
        recorded
            .filter_map(|(category, since)| Some((shown_by(category)?, since)))
            .collect()
    }
}

/// The activity that shows a category of device metrics.
fn shown_by(category: &str) -> Option<Activity> {
    catalog::find(ObjectType::Device, category)?.activity()
}

/// Notes what the viewer of a conversation does.
pub fn note_view(seen: &mut Vec<(Activity, Millis)>, view: &ConversationView) {
    note(seen, Activity::Net, view.since);
    if !matches!(view.end, End::Client | End::Server) {
        return;
    }
    let protocol = view.conversation.protocol;
    let own = [protocol.shown(view.end), Activity::of_transport(protocol)];
    for activity in own.into_iter().flatten() {
        note(seen, activity, view.since);
    }
}

pub fn note(seen: &mut Vec<(Activity, Millis)>, activity: Activity, since: Millis) {
    match seen.iter_mut().find(|(one, _)| *one == activity) {
        Some((_, first)) => *first = (*first).min(since),
        None => seen.push((activity, since)),
    }
}
