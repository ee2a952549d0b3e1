//! DNS queries and answers.
use crate::network::{
    catalog::{
        outcome_class::WARNING,
        protocol::dns::{QUERY, RECORD_TYPE},
    },
    packets::{
        dialogue::{AfterExchange, Dialogue, Endpoint, Message},
        exchange::Exchange,
    },
    world::host::Host,
};

/// The internet class.
const IN: u16 = 1;
const RECURSION_DESIRED: u16 = 0x0100;
const ANSWER: u16 = 0x8080;
const TRUNCATED: u16 = 0x0200;
/// Where the name of the question stands in a message.
const NAME: u16 = 0xc00c;

pub fn dialogue(exchange: &Exchange, _: &Host) -> Dialogue {
    let (name, record) = (exchange.drawn(&QUERY, 0), exchange.drawn(&RECORD_TYPE, 0));
    let id = exchange.n as u16;
    let question = [encoded(name), words(&[number(record), IN])].concat();
    let header = words(&[id, RECURSION_DESIRED, 1, 0, 0, 0]);
    let query = [header, question.clone()].concat();
    let mut messages = vec![Message::of(Endpoint::Client, query, 0)];
    if exchange.responded() {
        let cut = if exchange.is(WARNING) { TRUNCATED } else { 0 };
        let code = match exchange.ending().labels[0] {
            "NXDOMAIN" => 3,
            "SERVFAIL" => 2,
            _ => 0,
        };
        let answers = if code == 0 && cut == 0 {
            answer(record, exchange.n)
        } else {
            vec![]
        };
        let flags = ANSWER | RECURSION_DESIRED | cut | code;
        let count = u16::from(!answers.is_empty());
        let header = words(&[id, flags, 1, count, 0, 0]);
        let after = exchange.processing();
        let response = [header, question, answers].concat();
        messages.push(Message::of(Endpoint::Server, response, after));
    }
    Dialogue::of(messages, AfterExchange::Keep)
}

fn number(record: &str) -> u16 {
    match record {
        "AAAA" => 28,
        "PTR" => 12,
        "SRV" => 33,
        _ => 1,
    }
}

/// One record: name, type, class, five minutes to live, data.
fn answer(record: &str, n: u64) -> Vec<u8> {
    let last = (n % 250) as u8 + 1;
    let data = match record {
        "AAAA" => [&[0x20, 0x01, 0x0d, 0xb8], &[0; 11][..], &[last]].concat(),
        "PTR" => encoded("host.example.com"),
        "SRV" => [words(&[0, 5, 443]), encoded("host.example.com")].concat(),
        _ => vec![203, 0, 113, last],
    };
    let head = words(&[NAME, number(record), IN, 0, 300, data.len() as u16]);
    [head, data].concat()
}

/// A name as its labels, each behind its length.
fn encoded(name: &str) -> Vec<u8> {
    let labels = name.split('.').filter(|label| !label.is_empty());
    let labels = labels.flat_map(|label| {
        let length = label.len().min(63);
        std::iter::once(length as u8).chain(label.bytes().take(length))
    });
    labels.chain([0]).collect()
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}
