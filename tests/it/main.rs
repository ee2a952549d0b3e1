//! One test program: what a client can see, through HTTP, on a fresh twin.
mod audit_entries;
mod broken_rules;
mod client;
mod contract;
mod demo;
mod durability;
mod extrahop;
mod fixtures;
mod guide;
mod kentik;
mod loops;
mod network_docs;
mod permissions;
mod program;
mod readme;
mod refusals;
mod twins;
