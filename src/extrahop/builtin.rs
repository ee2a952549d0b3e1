//! Objects that came with the appliance can be assigned, and neither changed nor deleted.
use crate::{
    api::{self, Id, NoContent, Patch},
    base::problem::{Result, refused},
    store::Resource,
    twin::access::Permit,
};

pub trait BuiltIn: Resource {
    fn built_in(&self) -> bool;
}

pub async fn update<T: BuiltIn>(permit: Permit, id: Id, patch: Patch<T>) -> Result<NoContent> {
    changeable::<T>(&permit, &id)?;
    api::update(permit, id, patch).await
}

pub async fn remove<T: BuiltIn>(permit: Permit, id: Id) -> Result<NoContent> {
    changeable::<T>(&permit, &id)?;
    api::remove::<T>(permit, id).await
}

fn changeable<T: BuiltIn>(permit: &Permit, Id(id): &Id) -> Result<()> {
    match permit.store.state().get::<T>(*id)?.built_in() {
        true => Err(refused(format!(
            "a built-in {} cannot be changed or deleted",
            T::TITLE
        ))),
        false => Ok(()),
    }
}
