//! Traffic that a fixture states itself.
use super::drawing::{ConversationKey, Drawing};
use crate::network::{
    distributions::pattern::TrafficPattern,
    model::conversation::{Conversation, HEADER},
    world::inputs::ExplicitConversation,
};
use std::collections::BTreeSet;

/// The most transactions, and bytes, of one conversation in a minute.
const MOST: f64 = 1e9;
const MOST_BYTES: f64 = 1e13;

/// The stated conversations, and which pairs they are; no others are drawn for those.
pub fn conversations(
    draw: &Drawing,
    list: &[ExplicitConversation],
) -> Result<(Vec<Conversation>, BTreeSet<ConversationKey>), String> {
    let (mut all, mut taken) = (Vec::new(), BTreeSet::new());
    for (at, one) in list.iter().enumerate() {
        let conversation =
            conversation(draw, one).map_err(|why| format!("conversations[{at}].{why}"))?;
        if !taken.insert((
            conversation.client,
            conversation.server,
            conversation.protocol,
        )) {
            let protocol = one.protocol.as_str();
            return Err(format!(
                "conversations[{at}]: {} and {} already talk {protocol}; one entry says it all",
                one.client, one.server
            ));
        }
        all.push(conversation);
    }
    Ok((all, taken))
}

fn conversation(draw: &Drawing, one: &ExplicitConversation) -> Result<Conversation, String> {
    let place = |field: &str, id: i64| {
        let found = draw.hosts.binary_search_by_key(&id, |host| host.id);
        found
            .map(|place| place as u32)
            .map_err(|_| format!("{field}: no device has the id {id}"))
    };
    let (client, server) = (place("client", one.client)?, place("server", one.server)?);
    if client == server {
        return Err(format!(
            "server: device {} cannot talk to itself",
            one.server
        ));
    }
    // A comparison that also refuses what is no number.
    if !(0.0..=MOST).contains(&one.per_minute) {
        return Err(format!(
            "per_minute: {} is not between 0 and 1e9",
            one.per_minute
        ));
    }
    // A stated rate holds at any hour, so that a test can count on it.
    let mut made = draw.conversation(
        (client, server, one.protocol),
        one.per_minute,
        TrafficPattern::Steady,
    );
    made.port = one.port.unwrap_or(made.port);
    made.request = one.request_bytes.unwrap_or(made.request);
    made.response = one.response_bytes.unwrap_or(made.response);
    let most = 2 * (u64::from(made.request) + u64::from(made.response) + 2 * HEADER);
    if one.per_minute * most as f64 > MOST_BYTES {
        return Err(
            "per_minute: with these bytes per request and response it is more than 1e13 bytes"
                .into(),
        );
    }
    Ok(made)
}
