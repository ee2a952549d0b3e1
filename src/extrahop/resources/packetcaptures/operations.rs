//! The operations on packet captures.
use super::{object::Captured, seed::observe, view::PacketCapture};
use crate::{
    api::{Download, Id, Operation, Part, Pcap, View, delete, get, remove},
    base::problem::{Problem, Result},
    runtime::background,
    store::{Kind, Resource},
    twin::access::{Level::*, Permit},
};

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Captured>()],
    observe,
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
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
