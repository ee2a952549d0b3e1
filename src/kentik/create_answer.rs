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
pub type CreateAnswer<T> = OneOf<CreatedBody<T>, View<T>>;

pub fn create_answer<T: Serialize + JsonSchema + 'static>(
    permit: &Permit,
    object: &T,
) -> Result<CreateAnswer<T>> {
    let view = permit.answer(object)?;
    Ok(match permit.part::<Switches>().has(Switch::Created200) {
        true => OneOf::Other(view),
        false => OneOf::One(CreatedBody(view)),
    })
}
