//! What the packets say where they can be read is what the metrics count.
use super::{
    read::{MACS, hellos, messages, read, sorted, tallied},
    samples::{metric, pair},
};
use crate::network::{packets::dialogue::Endpoint, properties::prelude::*};

/// The messages of one end that are text.
fn texts(said: &[(Endpoint, Vec<u8>)], side: Endpoint) -> impl Iterator<Item = &str> {
    let own = said.iter().filter(move |(from, _)| *from == side);
    own.map(|(_, bytes)| std::str::from_utf8(bytes).unwrap())
}

#[test]
fn http_says_what_the_metrics_say() {
    let network = pair(Protocol::Http, [0, 7], false);
    let (flow, from) = (
        flows::between(&network, 1, 2, Protocol::Http).unwrap(),
        NOW - 2 * HOUR,
    );
    let said = messages(&read(&flow, &flow.capture(from, NOW, MACS)));
    let heads = |side| texts(&said, side);
    let word =
        |text: &'static str| move |head: &str| head.split(' ').nth(text.len()).unwrap().to_owned();
    let methods: Vec<String> = heads(Endpoint::Client).map(word("")).collect();
    let statuses: Vec<String> = heads(Endpoint::Server).map(word(" ")).collect();
    let tally = |list: &[String]| tallied(list.iter().map(String::as_str));
    let said_of =
        |category: &str, name: &str| sorted(metric(&network, &flow, category, name, from));
    assert_eq!(tally(&methods), said_of("http_client", "method"));
    assert_eq!(tally(&statuses), said_of("http_client", "status_code"));
    assert_eq!(statuses.len() as i64, said_of("http_client", "rsp")[0].1);
    let errors = statuses
        .iter()
        .filter(|status| status.starts_with(['4', '5']))
        .count();
    assert_eq!(errors as i64, said_of("http_client", "rsp_error")[0].1);
    assert!(errors > 0 && statuses.len() < methods.len());
    let uris: Vec<String> = heads(Endpoint::Client)
        .map(|head| {
            let host = head.lines().nth(1).unwrap().strip_prefix("Host: ").unwrap();
            format!("{host}{}", head.split(' ').nth(1).unwrap())
        })
        .collect();
    let server = ask(&network, "uri_http_server_detail", "req")
        .of(2)
        .between(from, NOW);
    let entries = server.detail(&network).into_iter();
    let entries = entries.map(|entry| (entry.key.text(), number(&entry.value)));
    assert_eq!(tally(&uris), sorted(entries.collect()));
}

#[test]
fn bodies_are_as_long_as_they_say() {
    let network = pair(Protocol::Http, [0, 7], false);
    let (flow, from) = (
        flows::between(&network, 1, 2, Protocol::Http).unwrap(),
        NOW - 2 * HOUR,
    );
    let said = messages(&read(&flow, &flow.capture(from, NOW, MACS)));
    let heads = |side| texts(&said, side);
    let said_of = |name: &str| metric(&network, &flow, "http_client", name, from)[0].1;
    // All but those that were broken off.
    let mut broken = 0;
    for head in heads(Endpoint::Server) {
        let (head, body) = head.split_once("\r\n\r\n").unwrap();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("Content-Length: "));
        let length: usize = length.map_or(0, |length| length.parse().unwrap());
        broken += i64::from(body.len() != length);
    }
    assert_eq!(broken, said_of("rsp_abort"));
    let sent: usize = heads(Endpoint::Client)
        .filter(|head| head.contains("\r\n\r\n"))
        .map(str::len)
        .sum();
    let counted = said_of("req_bytes");
    let off = counted.abs_diff(sent as i64);
    assert!(off < counted as u64 / 100, "{sent} of {counted}");
}

/// The name and the number of the record type that a DNS message is about.
fn question(bytes: &[u8]) -> (String, u16) {
    let (mut at, mut labels) = (12, Vec::new());
    while bytes[at] > 0 {
        let end = at + 1 + bytes[at] as usize;
        labels.push(std::str::from_utf8(&bytes[at + 1..end]).unwrap().to_owned());
        at = end;
    }
    (
        labels.join("."),
        u16::from_be_bytes([bytes[at + 1], bytes[at + 2]]),
    )
}

#[test]
fn dns_says_what_the_metrics_say() {
    let network = pair(Protocol::Dns, [20, 0], false);
    let (flow, from) = (
        flows::between(&network, 1, 2, Protocol::Dns).unwrap(),
        NOW - 2 * HOUR,
    );
    let said = messages(&read(&flow, &flow.capture(from, NOW, MACS)));
    let of = |side: Endpoint| {
        said.iter()
            .filter(move |(from, _)| *from == side)
            .map(|(_, bytes)| bytes)
    };
    let asked: Vec<(String, u16)> = of(Endpoint::Client).map(|bytes| question(bytes)).collect();
    let said_of = |name: &str| sorted(metric(&network, &flow, "dns_client", name, from));
    assert_eq!(
        tallied(asked.iter().map(|(name, _)| name.as_str())),
        said_of("host_query")
    );
    let kind = |number: &u16| match number {
        1 => "A",
        28 => "AAAA",
        12 => "PTR",
        33 => "SRV",
        _ => "?",
    };
    assert_eq!(
        tallied(asked.iter().map(|(_, number)| kind(number))),
        said_of("record_type")
    );
    let codes = of(Endpoint::Server).map(|bytes| match bytes[3] & 15 {
        0 => "NOERROR",
        2 => "SERVFAIL",
        3 => "NXDOMAIN",
        _ => "?",
    });
    assert_eq!(tallied(codes), said_of("rsp_rcode"));
    let silent = of(Endpoint::Client).count() - of(Endpoint::Server).count();
    assert_eq!(silent as i64, said_of("req_timeout")[0].1);
    let cut = of(Endpoint::Server)
        .filter(|bytes| bytes[2] & 2 != 0)
        .count();
    assert_eq!(cut as i64, said_of("trunc")[0].1);
    for pair in said.windows(2).filter(|pair| pair[1].0 == Endpoint::Server) {
        assert_eq!(
            (pair[0].0, &pair[0].1[..2]),
            (Endpoint::Client, &pair[1].1[..2])
        );
    }
}

#[test]
fn ftp_and_tls_say_what_the_metrics_say() {
    let network = pair(Protocol::Ftp, [0, 0], false);
    let (flow, from) = (
        flows::between(&network, 1, 2, Protocol::Ftp).unwrap(),
        NOW - 2 * HOUR,
    );
    let said = messages(&read(&flow, &flow.capture(from, NOW, MACS)));
    let lines = |side: Endpoint| {
        let own = said.iter().filter(move |(from, _)| *from == side);
        own.flat_map(|(_, bytes)| std::str::from_utf8(bytes).unwrap().lines())
    };
    let server = ask(&network, "ftp_client_detail", "method")
        .of(1)
        .between(from, NOW);
    let methods = server.detail(&network).into_iter();
    let methods = methods.map(|entry| (entry.key.text(), number(&entry.value)));
    let commands = lines(Endpoint::Client).map(|line| line.split(' ').next().unwrap());
    assert_eq!(tallied(commands), sorted(methods.collect()));
    let said_of = |name: &str| metric(&network, &flow, "ftp_client", name, from)[0].1;
    let answers = |wanted: fn(&str) -> bool| {
        lines(Endpoint::Server).filter(|line| wanted(line)).count() as i64
    };
    assert_eq!(answers(|line| !line.starts_with("220 ")), said_of("rsp"));
    assert_eq!(answers(|line| line.starts_with('5')), said_of("rsp_error"));
    assert_eq!(
        answers(|line| line.starts_with("120")),
        said_of("rsp_warning")
    );

    let network = pair(Protocol::Ssl, [0, 0], true);
    let flow = flows::between(&network, 1, 2, Protocol::Ssl).unwrap();
    let said = messages(&read(&flow, &flow.capture(from, NOW, MACS)));
    let said_of = |name: &str| metric(&network, &flow, "ssl_client", name, from)[0].1;
    assert_eq!(hellos(&said) as i64, said_of("connected"));
    let alert = |bytes: &[u8]| bytes[0] == 21 && bytes[5..7] == [2, 40];
    let failed = said.iter().filter(|(_, bytes)| alert(bytes)).count();
    assert_eq!(failed as i64, said_of("client_handshake_failure"));
    assert!(failed > 0);
    // Every record but those of a session that was broken off is whole.
    for (_, bytes) in &said {
        assert!((20..=23).contains(&bytes[0]) && bytes[1] == 3);
    }
}
