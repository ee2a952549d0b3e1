//! The packets of a conversation in a span, as a file.
use super::{
    datagrams, exchange, link::Link, messages::dialogue, pcap::Capture, tcp_stream::TcpStream,
};
use crate::network::{
    catalog::Transport,
    model::{conversation::Conversation, time_range::TimeRange},
    world::host::Host,
};

/// `hosts` and `macs` are those of client and server.
pub fn capture(
    conversation: &Conversation,
    hosts: [&Host; 2],
    vlan: i64,
    span: TimeRange,
    macs: [[u8; 6]; 2],
) -> Capture {
    let mut file = Capture::default();
    let ports = [conversation.client_port(), conversation.port];
    let Some(mut link) = Link::between(hosts, ports, vlan, macs) else {
        return file;
    };
    let (id, definition) = (conversation.id.at(16), conversation.protocol.definition());
    let most = definition.segment as usize;
    let from = span.from.max(conversation.since);
    let exchanges = exchange::between(conversation, from, span.until);
    let dialogue = |exchange: &_| dialogue(exchange, hosts[1]);
    match definition.transport {
        Transport::Tcp => {
            let mut stream = TcpStream::over(link, id, most);
            for one in &exchanges {
                stream.send(one, dialogue(one), &mut file);
            }
        }
        Transport::Udp => {
            for one in &exchanges {
                datagrams::send(&mut link, most, one, dialogue(one), &mut file);
            }
        }
        Transport::Icmp => {
            for one in &exchanges {
                datagrams::send_echoes(&mut link, id, one, dialogue(one), &mut file);
            }
        }
    }
    file
}
