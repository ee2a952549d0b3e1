//! The traffic that a query is about, brought into rows.
use super::{
    condition::Condition,
    counters::{
        FROM_CLIENT, FROM_CLIENT_IN, FROM_CLIENT_OUT, FROM_SERVER, FROM_SERVER_IN, FROM_SERVER_OUT,
    },
    grouped_traffic::GroupedTraffic,
    lookup::Lookup,
    observed_flow::{ObservedEnd, ObservedFlow},
    routers::{Attachment, InterfaceMap, Router},
};
use crate::network::{Flow, Network, flows};
use std::{collections::HashMap, sync::Arc};

/// All traffic that the asked devices saw and that meets the condition.
pub struct Traffic {
    pub network: Arc<Network>,
    pub routers: Vec<Router>,
    pub lookup: Lookup,
    pub condition: Condition,
}

impl Traffic {
    /// The rows of all that passes. However many devices see it, a row has a conversation once.
    pub fn group_by(&self, values: impl Fn(&ObservedFlow) -> Vec<String>) -> GroupedTraffic {
        let interfaces = InterfaceMap::of(&self.routers, self.network.hosts());
        let mut grouped = GroupedTraffic::default();
        let mut known: HashMap<Vec<String>, u32> = HashMap::new();
        for (place, flow) in flows::all(&self.network).enumerate() {
            let first = grouped.contribution_count();
            for (router, attachments) in interfaces.observers(flow.places()) {
                for from_client in [true, false] {
                    let observed = self.observe(flow, router, attachments, from_client);
                    if !self.condition.matches(&observed, &self.lookup) {
                        continue;
                    }
                    let next = known.len() as u32;
                    let row = *known.entry(values(&observed)).or_insert(next);
                    grouped.add(first, row, directions(&observed, from_client));
                }
            }
            grouped.end_conversation(first, place as u32, flow.places());
        }
        grouped.rows = vec![vec![]; known.len()];
        known
            .into_iter()
            .for_each(|(row, at)| grouped.rows[at as usize] = row);
        grouped
    }
    fn observe<'a>(
        &'a self,
        flow: Flow<'a>,
        router: usize,
        [client, server]: [Option<Attachment>; 2],
        from_client: bool,
    ) -> ObservedFlow<'a> {
        let router = &self.routers[router];
        let end = |host, port, attachment: Option<Attachment>| ObservedEnd {
            host,
            port,
            is_behind_router: attachment.is_some(),
            interface: attachment.and_then(|at| router.interfaces.get(at.interface?)),
        };
        let ports = match flow.has_ports() {
            true => flow.ports(),
            false => [0; 2],
        };
        let client = end(flow.client(), ports[0], client);
        let server = end(flow.server(), ports[1], server);
        let (source, destination) = match from_client {
            true => (client, server),
            false => (server, client),
        };
        ObservedFlow {
            flow,
            router,
            source,
            destination,
        }
    }
}

fn directions(observed: &ObservedFlow, from_client: bool) -> u8 {
    let [sent, out, into] = match from_client {
        true => [FROM_CLIENT, FROM_CLIENT_OUT, FROM_CLIENT_IN],
        false => [FROM_SERVER, FROM_SERVER_OUT, FROM_SERVER_IN],
    };
    let set = |bit, is_behind_router| if is_behind_router { bit } else { 0 };
    sent | set(out, observed.source.is_behind_router)
        | set(into, observed.destination.is_behind_router)
}
