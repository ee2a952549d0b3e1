//! The answer of a create.
use super::switches::{Switch, Switches};
use crate::{
    api::{CreatedBody, OneOf, View},
    base::problem::Result,
    twin::access::Permit,
};
use schemars::JsonSchema;
use serde::Serialize;

/// 201 with the new object; or 200, which some recordings of the real API have.
pub type Created<T> = OneOf<CreatedBody<T>, View<T>>;

pub fn created<T: Serialize + JsonSchema + 'static>(
    permit: &Permit,
    thing: &T,
) -> Result<Created<T>> {
    let view = permit.answer(thing)?;
    Ok(match permit.part::<Switches>().has(Switch::Created200) {
        true => OneOf::Other(view),
        false => OneOf::One(CreatedBody(view)),
    })
}
