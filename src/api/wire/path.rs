//! Names in the path.
use crate::{
    api::{
        describe::{Describe, Doc},
        handler::Argument,
        incoming::Incoming,
    },
    base::problem::{Problem, Result},
    twin::access::Permit,
};

/// The `{id}` of the path.
pub struct Id(pub i64);

/// The `{id}` and `{child}` of the path.
pub struct Pair(pub i64, pub i64);

/// A name in the path.
pub struct Name(pub String);

/// Two names in the path.
pub struct Names(pub String, pub String);

impl Argument for Permit {
    async fn read(from: &mut Incoming) -> Result<Self> {
        Ok(from.permit.clone())
    }
}

impl Argument for Id {
    async fn read(from: &mut Incoming) -> Result<Self> {
        let [id] = from.names().await?;
        number("id", &id).map(Id)
    }
}

impl Argument for Name {
    async fn read(from: &mut Incoming) -> Result<Self> {
        let [name] = from.names().await?;
        Ok(Name(name))
    }
}

impl Argument for Names {
    async fn read(from: &mut Incoming) -> Result<Self> {
        let [one, other] = from.names().await?;
        Ok(Names(one, other))
    }
}

impl Argument for Pair {
    async fn read(from: &mut Incoming) -> Result<Self> {
        let [id, child] = from.names().await?;
        Ok(Pair(number("id", &id)?, number("child id", &child)?))
    }
}

/// An id that is no number names nothing.
fn number(name: &str, text: &str) -> Result<i64> {
    text.parse()
        .map_err(|_| Problem::NotFound(format!("`{name}` must be an integer, not `{text}`.")))
}

impl Describe for Name {
    fn describe(doc: &mut Doc) {
        doc.text_names()
    }
}

impl Describe for Names {
    fn describe(doc: &mut Doc) {
        doc.text_names()
    }
}

macro_rules! silent {
    ($($argument:ty),*) => {$(impl Describe for $argument { fn describe(_: &mut Doc) {} })*};
}

silent!(Permit, Id, Pair);
