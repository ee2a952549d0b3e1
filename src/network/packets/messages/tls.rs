//! TLS sessions: the hellos can be read, what follows cannot.
use crate::network::{
    catalog::{
        outcome_class::{ABORT, HANDSHAKE},
        protocol::tls::{CIPHER, HANDSHAKE_TIME, SESSION, VERSION},
    },
    packets::{
        dialogue::{AfterExchange, Dialogue, Endpoint, Message},
        exchange::Exchange,
    },
    world::host::Host,
};

const CHANGE_CIPHER: u8 = 20;
const ALERT: u8 = 21;
const HANDSHAKE_RECORD: u8 = 22;
const DATA: u8 = 23;
/// The most payload of one record.
const RECORD: usize = 16_384;

/// What both ends agreed on.
struct Session<'a> {
    exchange: &'a Exchange<'a>,
    server: &'a str,
    /// The version in hellos and records; TLS 1.3 says that it is 1.2 there.
    version: u16,
    is_13: bool,
    cipher: u16,
}

pub fn dialogue(exchange: &Exchange, server: &Host) -> Dialogue {
    let version = exchange.drawn(&SESSION, VERSION);
    let session = Session {
        exchange,
        server: &server.name,
        version: if version == "TLSv1.0" { 0x0301 } else { 0x0303 },
        is_13: version == "TLSv1.3",
        cipher: number(exchange.drawn(&SESSION, CIPHER)),
    };
    let hello = Message::of(Endpoint::Client, session.client_hello(), 0);
    let after = exchange.timed(&HANDSHAKE_TIME) / 2;
    if exchange.is(HANDSHAKE) {
        // A fatal alert: no cipher in common.
        let alert = session.record(ALERT, &[2, 40]);
        let messages = vec![hello, Message::of(Endpoint::Server, alert, after)];
        return Dialogue::of(messages, AfterExchange::Close);
    }
    let (request_size, response_size) = exchange.sizes();
    let finished = session.finished(Endpoint::Client);
    let opening = session.server_hello();
    let request = session.data(
        1,
        request_size.saturating_sub(hello.bytes.len() + finished.len()),
    );
    let response = session.data(2, response_size.saturating_sub(opening.len()));
    let aborted = exchange.is(ABORT);
    let response = match aborted {
        true => response[..response.len() / 2].to_vec(),
        false => response,
    };
    let messages = vec![
        hello,
        Message::of(Endpoint::Server, opening, after),
        Message::of(Endpoint::Client, [finished, request].concat(), 0),
        Message::of(Endpoint::Server, response, after),
    ];
    let broken = AfterExchange::Reset(Endpoint::Server);
    Dialogue::of(
        messages,
        if aborted {
            broken
        } else {
            AfterExchange::Close
        },
    )
}

fn number(cipher: &str) -> u16 {
    match cipher {
        "TLS_AES_256_GCM_SHA384" => 0x1302,
        "TLS_AES_128_GCM_SHA256" => 0x1301,
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384" => 0xc030,
        "TLS_RSA_WITH_AES_256_GCM_SHA384" => 0x009d,
        _ => 0x000a,
    }
}

impl Session<'_> {
    fn record(&self, kind: u8, body: &[u8]) -> Vec<u8> {
        let head = [&[kind], &self.version.to_be_bytes()[..]].concat();
        [head, behind_length(2, body.to_vec())].concat()
    }
    fn handshake(&self, kind: u8, body: Vec<u8>) -> Vec<u8> {
        let message = [vec![kind], behind_length(3, body)].concat();
        self.record(HANDSHAKE_RECORD, &message)
    }
    /// Both hellos begin alike. The same session id in both resumes a session of TLS 1.2 or older.
    fn opening(&self, purpose: u64) -> Vec<u8> {
        let random = self.exchange.noise(purpose, 32);
        let id = behind_length(1, self.exchange.noise(10, 32));
        [self.version.to_be_bytes().to_vec(), random, id].concat()
    }
    fn client_hello(&self) -> Vec<u8> {
        const OFFERED: [u16; 6] = [0xc02f, 0xc030, 0x009c, 0x009d, 0x0035, 0x000a];
        let newer: &[u16] = if self.is_13 { &[0x1302, 0x1301] } else { &[] };
        let offered = newer.iter().chain(&OFFERED);
        let ciphers = offered.flat_map(|cipher| cipher.to_be_bytes()).collect();
        let body = [
            self.opening(11),
            behind_length(2, ciphers),
            vec![1, 0],
            behind_length(2, self.client_extensions()),
        ];
        self.handshake(1, body.concat())
    }
    fn client_extensions(&self) -> Vec<u8> {
        let mut extensions = Vec::new();
        if !self.server.is_empty() {
            let name = behind_length(2, self.server.as_bytes().to_vec());
            extensions.extend(extension(0, behind_length(2, [vec![0], name].concat())));
        }
        extensions.extend(extension(10, vec![0, 4, 0, 0x1d, 0, 0x17]));
        extensions.extend(extension(11, vec![1, 0]));
        extensions.extend(extension(13, vec![0, 6, 4, 3, 8, 4, 4, 1]));
        if self.is_13 {
            extensions.extend(extension(43, vec![4, 3, 4, 3, 3]));
            extensions.extend(extension(51, behind_length(2, self.key_share(12))));
        }
        extensions
    }
    /// A public key on curve x25519.
    fn key_share(&self, purpose: u64) -> Vec<u8> {
        let key = behind_length(2, self.exchange.noise(purpose, 32));
        [vec![0, 0x1d], key].concat()
    }
    fn server_hello(&self) -> Vec<u8> {
        let extensions = match self.is_13 {
            true => [extension(43, vec![3, 4]), extension(51, self.key_share(13))].concat(),
            false => extension(0xff01, vec![0]),
        };
        let body = [
            self.opening(14),
            self.cipher.to_be_bytes().to_vec(),
            vec![0],
            behind_length(2, extensions),
        ];
        let hello = self.handshake(2, body.concat());
        [hello, self.finished(Endpoint::Server)].concat()
    }
    /// How each end says that from now on nobody can read along.
    fn finished(&self, by: Endpoint) -> Vec<u8> {
        let change = self.record(CHANGE_CIPHER, &[1]);
        let (kind, length) = match (self.is_13, by) {
            // The certificate is in there.
            (true, Endpoint::Server) => (DATA, 1800),
            (true, Endpoint::Client) => (DATA, 53),
            (false, _) => (HANDSHAKE_RECORD, 40),
        };
        let sealed = self.exchange.noise(15 + by as u64, length);
        [change, self.record(kind, &sealed)].concat()
    }
    /// Records of so many bytes in all, or the least there is.
    fn data(&self, purpose: u64, size: usize) -> Vec<u8> {
        let sealed = self.exchange.noise(purpose, size.saturating_sub(5).max(32));
        let records = sealed.chunks(RECORD).map(|part| self.record(DATA, part));
        records.collect::<Vec<_>>().concat()
    }
}

fn extension(kind: u16, body: Vec<u8>) -> Vec<u8> {
    [kind.to_be_bytes().to_vec(), behind_length(2, body)].concat()
}

/// The bytes behind their length, which is so many bytes long itself.
fn behind_length(width: usize, bytes: Vec<u8>) -> Vec<u8> {
    let length = (bytes.len() as u64).to_be_bytes();
    [&length[8 - width..], &bytes].concat()
}
