//! Exchanges without a connection: datagrams and echoes.
use super::{
    dialogue::{Dialogue, Endpoint},
    exchange::Exchange,
    link::Link,
    pace::Pace,
    pcap::Capture,
};
use crate::{base::seed::Seed, network::catalog::outcome_class::ERROR};

/// Messages in datagrams of so much payload at the most.
pub fn send(
    link: &mut Link,
    most: usize,
    exchange: &Exchange,
    dialogue: Dialogue,
    file: &mut Capture,
) {
    let mut pace = Pace::of(exchange);
    for message in dialogue.messages {
        pace.wait(message.after);
        // A message of no bytes is a datagram, too.
        let mut rest = message.bytes.as_slice();
        loop {
            let (part, more) = rest.split_at(rest.len().min(most));
            let frame = link.udp(message.from, part);
            file.add(pace.tick(), &frame);
            rest = more;
            if rest.is_empty() {
                break;
            }
        }
    }
}

/// An echo, and what comes back: the same again, or that there is nobody.
pub fn send_echoes(
    link: &mut Link,
    id: Seed,
    exchange: &Exchange,
    dialogue: Dialogue,
    file: &mut Capture,
) {
    let mut pace = Pace::of(exchange);
    let number = [id.at(3).0 as u16, exchange.n as u16];
    let mut echo = Vec::new();
    for message in dialogue.messages {
        pace.wait(message.after);
        let (from, bytes) = (message.from, &message.bytes);
        let frame = match from {
            Endpoint::Server if exchange.is(ERROR) => {
                let quote = link.quoted(&echo, bytes.len());
                link.unreachable(from, quote)
            }
            _ => link.echo(from, number, bytes),
        };
        file.add(pace.tick(), &frame);
        echo = frame;
    }
}
