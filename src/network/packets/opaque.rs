//! Messages of which nothing is known but how long they are.
use super::{AfterExchange, Dialogue, Endpoint, Message, exchange::Exchange};

pub fn dialogue(exchange: &Exchange) -> Dialogue {
    let (asked, answered) = exchange.sizes();
    let mut messages = vec![Message::of(Endpoint::Client, exchange.noise(1, asked), 0)];
    if exchange.responded() {
        let (response, after) = (exchange.noise(2, answered), exchange.processing());
        messages.push(Message::of(Endpoint::Server, response, after));
    }
    Dialogue::of(messages, AfterExchange::Keep)
}
