//! Packet captures hold the packets of a conversation: those that the metrics count.
mod captured;

pub use captured::Captured;

use crate::{
    api::{Download, Id, Operation, Pcap, View, delete, get, read_only, remove},
    base::{
        clock::{Millis, metric_clock},
        problem::{Problem, Result},
    },
    network::{Network, Protocol, flows},
    runtime::background,
    store::{Draft, Object, Resource},
    twin::access::{Level::*, Permit},
};
use captured::OWN;
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"id": "4611686018427387905", "name": "HTTP 10.10.10.77 to 10.10.10.5", "node_id": null, "start_time": 1448474346000i64, "end_time": 1448474376000i64, "bytes": 18412, "packets": 44, "ipaddr1": "10.10.10.77", "port1": 51822, "ipaddr2": "10.10.10.5", "port2": 80, "vlanid": 0, "l7proto": "HTTP"}]))]
struct PacketCapture {
    /// The unique identifier: a decimal number as text.
    #[schemars(transform = read_only, regex(pattern = "^[0-9]+$"))]
    id: String,
    /// The name that the capture was given when it began.
    #[schemars(transform = read_only)]
    name: String,
    /// On a Command appliance the node that holds the file.
    #[schemars(transform = read_only)]
    node_id: Option<i64>,
    /// When the capture began, in ms since the epoch.
    #[schemars(transform = read_only)]
    start_time: Millis,
    /// When it ended, in ms since the epoch; null while it runs.
    #[schemars(transform = read_only)]
    end_time: Option<Millis>,
    /// The length of the file.
    #[schemars(transform = read_only, range(min = 0))]
    bytes: u64,
    #[schemars(transform = read_only, range(min = 0))]
    packets: u64,
    /// The address that asked.
    #[schemars(transform = read_only)]
    ipaddr1: Option<String>,
    #[schemars(transform = read_only)]
    port1: Option<u16>,
    /// The address that answered.
    #[schemars(transform = read_only)]
    ipaddr2: Option<String>,
    #[schemars(transform = read_only)]
    port2: Option<u16>,
    /// 0: untagged.
    #[schemars(transform = read_only)]
    vlanid: Option<i64>,
    /// The application protocol.
    #[schemars(transform = read_only)]
    l7proto: Option<String>,
}

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    let operations = vec![
        get   ("/packetcaptures",      FullSystem, list,               "Retrieve all packet captures."),
        get   ("/packetcaptures/{id}", FullSystem, download,           "Download a packet capture."),
        delete("/packetcaptures/{id}", FullSystem, remove::<Captured>, "Delete a packet capture."),
    ];
    operations.into_iter().map(|operation| operation.until(8, 4)).collect()
}

async fn list(permit: Permit) -> Result<View<Vec<PacketCapture>>> {
    // Files take their time to make; the other requests do not wait for it.
    background::run(move || {
        let (state, now) = (permit.store.state(), permit.clock.now());
        let begun = state.all::<Captured>().filter(|one| one.start_time <= now);
        permit.answers(begun.map(|one| one.shown(&state, &permit.network, now)))
    })
    .await
}

/// A GET, and yet in the audit log: who has the file has what people said.
async fn download(permit: Permit, Id(id): Id) -> Result<Download<Pcap>> {
    let (state, now) = (permit.store.state(), permit.clock.now());
    let captured = state.get::<Captured>(id)?.clone();
    if captured.start_time > now {
        return Err(Problem::no_such(Captured::TITLE, id));
    }
    let details = format!("{} {id}: {}", Captured::TITLE, captured.name);
    permit
        .write(|draft| {
            draft.note("Download packet capture", details);
            Ok(())
        })
        .await?;
    background::run(move || {
        let file = captured.file(&state, &permit.network, now);
        Ok(Download::new(file.bytes, format!("{id}.pcap")))
    })
    .await
}

/// What a new twin has captured before it began: the busiest conversation of each protocol that
/// is spoken in the clear. What a fixture says was captured must be possible.
pub fn observe(draft: &mut Draft, network: &Network) -> Result<()> {
    for captured in draft.all::<Captured>().filter(|one| one.id < OWN) {
        captured.can_be(network)?;
    }
    // Those that were there once were deleted, or came with the fixture.
    if draft.last_id(Captured::KIND) >= OWN {
        return Ok(());
    }
    let clear = [Protocol::Http, Protocol::Dns, Protocol::Ftp];
    let until = metric_clock(draft.stamp.at);
    let flows = clear
        .into_iter()
        .filter_map(|protocol| flows::busiest(network, protocol, until));
    let captured = flows.filter_map(|flow| Captured::of(&flow, until));
    for (captured, id) in captured.zip(OWN + 1..) {
        draft.place(Object::new(Captured { id, ..captured }))?;
    }
    Ok(())
}
