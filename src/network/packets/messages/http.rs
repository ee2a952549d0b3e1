//! HTTP requests and responses.
use crate::network::{
    catalog::{
        outcome_class::{ABORT, REQUEST_ABORT},
        protocol::http::{HOST, METHOD, PATH, URI},
    },
    packets::{
        dialogue::{AfterExchange, Dialogue, Endpoint, Message},
        exchange::Exchange,
    },
    world::host::Host,
};

pub fn dialogue(exchange: &Exchange, _: &Host) -> Dialogue {
    let (request_size, response_size) = exchange.sizes();
    let mut request = request(exchange, request_size);
    if exchange.is(REQUEST_ABORT) {
        // It ends before its head does.
        let head = request.windows(4).position(|end| end == b"\r\n\r\n");
        request.truncate(head.map_or(request.len() / 2, |at| at + 2));
        return Dialogue::of(
            vec![Message::of(Endpoint::Client, request, 0)],
            AfterExchange::Reset(Endpoint::Client),
        );
    }
    let mut messages = vec![Message::of(Endpoint::Client, request, 0)];
    if !exchange.responded() {
        return Dialogue::of(messages, AfterExchange::Close);
    }
    let mut response = response(exchange, response_size);
    let mut end = AfterExchange::Keep;
    if exchange.is(ABORT) {
        response.truncate(
            response
                .len()
                .saturating_sub(body_length(response_size) / 2),
        );
        end = AfterExchange::Reset(Endpoint::Server);
    }
    let after = exchange.processing();
    messages.push(Message::of(Endpoint::Server, response, after));
    Dialogue::of(messages, end)
}

fn request(exchange: &Exchange, size: usize) -> Vec<u8> {
    let method = exchange.drawn(&METHOD, 0);
    let (host, uri) = (exchange.drawn(&URI, HOST), exchange.drawn(&URI, PATH));
    let path = uri.strip_prefix(host).unwrap_or(uri);
    let head = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n");
    match method {
        "POST" | "PUT" => with_body(head + "Content-Type: text/plain\r\n", size),
        _ => with_cookie(head, size),
    }
}

fn response(exchange: &Exchange, size: usize) -> Vec<u8> {
    let status = exchange.ending().labels[0];
    let (reason, also) = match status {
        "200" => ("OK", ""),
        "302" => ("Found", "Location: /\r\n"),
        "304" => ("Not Modified", "ETag: \"5f2d\"\r\n"),
        "401" => (
            "Unauthorized",
            "WWW-Authenticate: Basic realm=\"staff\"\r\n",
        ),
        "404" => ("Not Found", ""),
        _ => ("Internal Server Error", ""),
    };
    let head = format!("HTTP/1.1 {status} {reason}\r\nServer: nginx\r\n{also}");
    match status {
        // Such a response has no body, however long it is counted.
        "304" => format!("{head}\r\n").into_bytes(),
        _ => with_body(head + "Content-Type: text/plain\r\n", size),
    }
}

const LENGTH: &str = "Content-Length: ";

/// A message of so many bytes, if its head leaves room for a body.
fn with_body(head: String, size: usize) -> Vec<u8> {
    let room = size.saturating_sub(head.len() + LENGTH.len() + 4);
    // The digits of the length take a part of the room.
    let digits = |length: usize| length.to_string().len();
    let length = room.saturating_sub(digits(room.saturating_sub(digits(room))));
    let mut message = format!("{head}{LENGTH}{length}\r\n\r\n").into_bytes();
    message.extend(filler(length));
    message
}

/// A message of so many bytes without a body, if there is room for a cookie.
fn with_cookie(head: String, size: usize) -> Vec<u8> {
    const COOKIE: &str = "Cookie: id=";
    let room = size.saturating_sub(head.len() + COOKIE.len() + 4);
    let mut message = head.into_bytes();
    if room > 0 {
        message.extend_from_slice(COOKIE.as_bytes());
        message.extend((b'a'..=b'z').cycle().take(room));
        message.extend_from_slice(b"\r\n");
    }
    message.extend_from_slice(b"\r\n");
    message
}

/// What is left of a response for its body, at the least.
fn body_length(size: usize) -> usize {
    size.saturating_sub(120)
}

/// Readable text of this length.
fn filler(length: usize) -> impl Iterator<Item = u8> {
    b"The quick brown fox jumps over the lazy dog. "
        .iter()
        .copied()
        .cycle()
        .take(length)
}
