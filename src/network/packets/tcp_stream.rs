//! What travels over a TCP connection: handshakes, segments, acknowledgements, farewells.
use super::{
    dialogue::{AfterExchange, Dialogue, Endpoint, Message},
    exchange::Exchange,
    link::Link,
    pace::Pace,
    pcap::Capture,
};
use crate::base::seed::Seed;
use etherparse::{TcpHeader, TcpOptionElement as Element};

/// Both ends and the connection between them.
pub struct TcpStream {
    link: Link,
    /// The most payload of one packet.
    most: usize,
    id: Seed,
    state: State,
    /// The number of the next byte of each end.
    next: [u32; 2],
    /// Segments that the other end has not acknowledged yet.
    open: [u32; 2],
    /// The last time stamp of each end.
    stamps: [u32; 2],
    pace: Pace,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// The capture began in the middle of a connection.
    Unknown,
    Open,
    Closed,
}

/// What a segment is for.
#[derive(Clone, Copy, Default)]
struct Flags {
    syn: bool,
    ack: bool,
    push: bool,
    fin: bool,
    reset: bool,
}
const ACK: Flags = Flags {
    syn: false,
    ack: true,
    push: false,
    fin: false,
    reset: false,
};

impl TcpStream {
    pub fn over(link: Link, id: Seed, most: usize) -> TcpStream {
        let mut stream = TcpStream {
            link,
            most,
            id,
            state: State::Unknown,
            next: [0, 0],
            open: [0, 0],
            stamps: [0, 0],
            pace: Pace::default(),
        };
        stream.number_anew(0);
        stream
    }
    fn number_anew(&mut self, n: u64) {
        let seed = self.id.at(n);
        self.next = [seed.at(1).0 as u32, seed.at(2).0 as u32];
        self.open = [0, 0];
    }
    pub fn send(&mut self, exchange: &Exchange, dialogue: Dialogue, file: &mut Capture) {
        self.pace = Pace::of(exchange);
        if exchange.opens() || self.state == State::Closed {
            self.number_anew(exchange.n);
            self.shake_hands(file);
            if let Some(greeting) = dialogue.greeting {
                self.say(&Message::of(Endpoint::Server, greeting, 0), file);
            }
        }
        self.state = State::Open;
        for message in &dialogue.messages {
            self.pace.wait(message.after);
            self.say(message, file);
        }
        for side in [Endpoint::Server, Endpoint::Client] {
            if self.open[side as usize] > 0 {
                self.acknowledge(side, file);
            }
        }
        match dialogue.end {
            AfterExchange::Keep if !exchange.closes() => {}
            AfterExchange::Keep | AfterExchange::Close => self.part(file),
            AfterExchange::Reset(by) => {
                let reset = Flags { reset: true, ..ACK };
                self.segment(by, reset, &[], file);
                self.state = State::Closed;
            }
        }
    }
    fn shake_hands(&mut self, file: &mut Capture) {
        let syn = Flags {
            syn: true,
            ..Flags::default()
        };
        self.segment(Endpoint::Client, syn, &[], file);
        self.segment(Endpoint::Server, Flags { syn: true, ..ACK }, &[], file);
        self.segment(Endpoint::Client, ACK, &[], file);
    }
    fn part(&mut self, file: &mut Capture) {
        let fin = Flags { fin: true, ..ACK };
        self.segment(Endpoint::Client, fin, &[], file);
        self.segment(Endpoint::Server, fin, &[], file);
        self.segment(Endpoint::Client, ACK, &[], file);
        self.state = State::Closed;
    }
    /// Sends a message in as many segments as it needs; every second one is acknowledged.
    fn say(&mut self, message: &Message, file: &mut Capture) {
        let from = message.from;
        // What one end says acknowledges what the other end said.
        self.open[from.other() as usize] = 0;
        let mut parts = message
            .bytes
            .chunks(self.link.segment().min(self.most))
            .peekable();
        while let Some(part) = parts.next() {
            let push = parts.peek().is_none();
            self.segment(from, Flags { push, ..ACK }, part, file);
            self.open[from as usize] += 1;
            if self.open[from as usize] == 2 && !push {
                self.acknowledge(from, file);
            }
        }
    }
    fn acknowledge(&mut self, from: Endpoint, file: &mut Capture) {
        self.open[from as usize] = 0;
        self.segment(from.other(), ACK, &[], file);
    }
    fn segment(&mut self, from: Endpoint, flags: Flags, payload: &[u8], file: &mut Capture) {
        let at = self.pace.tick();
        let header = self.header(from, flags, at);
        let frame = self.link.tcp(from, header, payload);
        file.add(at, &frame);
        let numbered = u32::from(flags.syn) + u32::from(flags.fin) + payload.len() as u32;
        let next = &mut self.next[from as usize];
        *next = next.wrapping_add(numbered);
    }
    fn header(&mut self, from: Endpoint, flags: Flags, at: i64) -> TcpHeader {
        let (own, other) = (from as usize, from.other() as usize);
        let ports = self.link.ports;
        let mut header = TcpHeader::new(ports[own], ports[other], self.next[own], 64_240);
        (header.syn, header.ack, header.psh) = (flags.syn, flags.ack, flags.push);
        (header.fin, header.rst) = (flags.fin, flags.reset);
        if flags.ack {
            header.acknowledgment_number = self.next[other];
        }
        self.stamps[own] = (self.id.at(own as u64).0 as u32).wrapping_add((at / 1000) as u32);
        let echo = if flags.ack { self.stamps[other] } else { 0 };
        let stamp = Element::Timestamp(self.stamps[own], echo);
        let most = Element::MaximumSegmentSize(self.link.most());
        let options: &[Element] = match flags.syn {
            true => &[most, Element::SelectiveAcknowledgementPermitted, stamp],
            false => &[Element::Noop, Element::Noop, stamp],
        };
        // They fit: at most 16 of the 40 bytes that options may have.
        header.set_options(options).ok();
        header
    }
}
