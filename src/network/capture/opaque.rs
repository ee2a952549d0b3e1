//! Messages of which nothing is known but how long they are.
use super::{End, Message, Script, Side, exchange::Exchange};

pub(super) fn script(exchange: &Exchange) -> Script {
    let (asked, answered) = exchange.sizes();
    let mut messages = vec![Message::of(Side::Client, exchange.noise(1, asked), 0)];
    if exchange.responded() {
        let (response, after) = (exchange.noise(2, answered), exchange.processing());
        messages.push(Message::of(Side::Server, response, after));
    }
    Script::of(messages, End::Keep)
}
