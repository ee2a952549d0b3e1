//! The list of the APIs: what is served, and what twins hold for them.
use crate::{
    api::Family,
    extrahop, kentik,
    twin::{access::Credentials, contents::Contents},
};
use serde_json::{Map, Value};

pub static FAMILIES: [Family; 2] = [extrahop::FAMILY, kentik::FAMILY];

/// What twins hold for all of them.
pub const CONTENTS: Contents = Contents(&[&extrahop::CONTENTS, &kentik::CONTENTS]);

/// The accounts of all of them, as the ready file has them.
pub fn ready(credentials: &Credentials) -> Map<String, Value> {
    let accounts = FAMILIES.iter().filter_map(|family| family.accounts);
    let accounts = accounts.map(|accounts| {
        let keys = credentials.of(accounts.contents.secrets.name);
        let (name, accounts) = (accounts.ready)(keys);
        (name.to_owned(), accounts)
    });
    accounts.collect()
}
