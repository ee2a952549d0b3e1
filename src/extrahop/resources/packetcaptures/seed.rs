//! What a new twin has captured before it began.
use super::object::{Captured, OWN};
use crate::{
    base::{clock::metric_clock, problem::Result},
    network::{Network, Protocol, flows},
    store::{Draft, Object, Resource},
};

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
