//! Messages of which nothing is known but how long they are.
use crate::network::{
    packets::{
        dialogue::{AfterExchange, Dialogue, Endpoint, Message},
        exchange::Exchange,
    },
    world::host::Host,
};

pub fn dialogue(exchange: &Exchange, _: &Host) -> Dialogue {
    let (request_size, response_size) = exchange.sizes();
    let mut messages = vec![Message::of(
        Endpoint::Client,
        exchange.noise(1, request_size),
        0,
    )];
    if exchange.responded() {
        let (response, after) = (exchange.noise(2, response_size), exchange.processing());
        messages.push(Message::of(Endpoint::Server, response, after));
    }
    Dialogue::of(messages, AfterExchange::Keep)
}
