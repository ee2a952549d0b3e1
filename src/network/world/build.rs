//! How a network comes to be.
use super::{
    activities, draw,
    host::Host,
    index::ConversationIndex,
    inputs::{ExplicitConversation, RecordedMetric},
    network::Network,
    recorded_values::RecordedValues,
};
use crate::{
    base::{firmware::Firmware, seed::Seed},
    network::model::conversation::Conversation,
};
use std::sync::OnceLock;

/// Apart from the rest of `Network`, which does not know how it was drawn.
impl Network {
    /// Draws the conversations of these hosts. The order of the lists does not matter. A refusal
    /// names the field: `conversations[0].client`, `metrics[2].points[7]`.
    pub fn build(
        seed: Seed,
        mut hosts: Vec<Host>,
        explicit: Vec<ExplicitConversation>,
        recorded: Vec<RecordedMetric>,
    ) -> Result<Network, String> {
        hosts.sort_by_key(|host| host.id);
        if let Some(pair) = hosts.windows(2).find(|pair| pair[0].id == pair[1].id) {
            return Err(format!("two devices have the id {}", pair[0].id));
        }
        let known = |id: i64| hosts.binary_search_by_key(&id, |host| host.id).is_ok();
        let recorded = RecordedValues::read(recorded, known)?;
        let conversations = draw::conversations(seed, &hosts, &explicit)?;
        let index = ConversationIndex::of(&hosts, &conversations);
        let mut network = Network {
            seed,
            hosts,
            conversations,
            index,
            activities: Vec::new(),
            recorded,
            by_address: OnceLock::new(),
            appliance: Conversation::of_appliance(seed),
            has_packetstore: false,
            firmware: Firmware::LAST,
        };
        network.activities = activities::of_hosts(&network);
        Ok(network)
    }
}
