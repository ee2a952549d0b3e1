//! A conversation as one object sees it: from which end, and which way its packets flow there.
use super::conversation::Conversation;
use crate::{
    base::clock::Millis,
    network::catalog::{
        Direction::{self, Both, In, Out},
        Traffic,
    },
};

/// From where a conversation is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Client,
    Server,
    /// An L2 device that forwards what the client sends: in on one side, out on the other.
    ForwardedRequest,
    /// The same for what the server sends.
    ForwardedResponse,
    /// The whole network, which sees every packet once.
    Network,
    /// The appliance itself, which nobody talks to.
    Appliance,
}

/// A conversation as one object sees it.
#[derive(Clone, Copy)]
pub struct ConversationView<'a> {
    pub conversation: &'a Conversation,
    pub end: End,
    /// When both the conversation and the object are there.
    pub since: Millis,
}

impl<'a> ConversationView<'a> {
    /// A conversation as its client, its server, or the whole network sees it: all of it.
    pub fn of(conversation: &'a Conversation, end: End) -> ConversationView<'a> {
        ConversationView {
            conversation,
            end,
            since: conversation.since,
        }
    }
}

impl ConversationView<'_> {
    /// Whether it is a part of this traffic.
    pub fn is_in(&self, traffic: Traffic) -> bool {
        let (protocol, end) = (self.conversation.protocol, self.end);
        let forwards = matches!(end, End::ForwardedRequest | End::ForwardedResponse);
        match traffic {
            Traffic::All => true,
            Traffic::Nothing => false,
            Traffic::Tcp => !forwards && protocol.is_tcp(),
            Traffic::Udp => !forwards && protocol.is_udp(),
            Traffic::Client(wanted) => end == End::Client && protocol == wanted,
            Traffic::Server(wanted) => end == End::Server && protocol == wanted,
            Traffic::Of(wanted) => !forwards && protocol == wanted,
        }
    }
    /// Whether what flows this way is what the client sends; for ends alone.
    pub fn is_from_client(&self, way: Direction) -> bool {
        matches!((self.end, way), (End::Client, Out) | (End::Server, In))
    }
    /// What flows this way, out of what the client and what the server sends.
    pub fn flowing(
        &self,
        way: Direction,
        by_client: impl Fn() -> u64,
        by_server: impl Fn() -> u64,
    ) -> u64 {
        match (self.end, way) {
            (End::Client, In) | (End::Server, Out) => by_server(),
            (End::Client, Out) | (End::Server, In) => by_client(),
            (End::ForwardedRequest, In | Out) => by_client(),
            (End::ForwardedResponse, In | Out) => by_server(),
            (End::ForwardedRequest, Both) => by_client().wrapping_mul(2),
            (End::ForwardedResponse, Both) => by_server().wrapping_mul(2),
            (End::Client | End::Server, Both) | (End::Network | End::Appliance, _) => {
                by_client().wrapping_add(by_server())
            }
        }
    }
    /// Whether the other side is on the internet; where there are two, either.
    pub fn is_external(&self, way: Direction) -> bool {
        let one = self.conversation;
        let (client, server) = (one.client_remote, one.server_remote);
        match (self.end, way) {
            (End::Client, _) => server,
            (End::Server, _) => client,
            (End::ForwardedRequest, In) | (End::ForwardedResponse, Out) => client,
            (End::ForwardedResponse, In) | (End::ForwardedRequest, Out) => server,
            _ => client || server,
        }
    }
    /// The other end; for an L2 device the sender of what comes in, the receiver of what goes out.
    pub fn peer(&self, way: Direction) -> u32 {
        let (client, server) = (self.conversation.client, self.conversation.server);
        match (self.end, way) {
            (End::Server, _) | (End::ForwardedRequest, In) | (End::ForwardedResponse, Out) => {
                client
            }
            _ => server,
        }
    }
}
