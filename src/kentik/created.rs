//! The answer of a create.
use crate::{
    access::Permit,
    api::{Either, MadeWith, View},
    problem::Result,
    twin::KentikSwitch,
};
use schemars::JsonSchema;
use serde::Serialize;

/// 201 with the new object; or 200, which some recordings of the real API have.
pub type Created<T> = Either<MadeWith<T>, View<T>>;

pub fn created<T: Serialize + JsonSchema + 'static>(
    permit: &Permit,
    thing: &T,
) -> Result<Created<T>> {
    let view = permit.answer(thing)?;
    Ok(match permit.kentik.contains(&KentikSwitch::Created200) {
        true => Either::Other(view),
        false => Either::One(MadeWith(view)),
    })
}
