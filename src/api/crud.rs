//! The five operations that most resources have.
use super::{Body, Created, Id, NoContent, Patch, View};
use crate::{base::problem::Result, store::Resource, twin::access::Permit};

pub async fn list<T: Resource>(permit: Permit) -> Result<View<Vec<T>>> {
    Ok(permit.views(permit.store.state().objects(T::KIND)))
}
pub async fn read<T: Resource>(permit: Permit, Id(id): Id) -> Result<View<T>> {
    Ok(permit.view(permit.store.state().object::<T>(id)?))
}
pub async fn create<T: Resource>(permit: Permit, Body(new): Body<T>) -> Result<Created> {
    let id = permit.write(|draft| draft.insert(new)).await?;
    Ok(Created(permit.location(T::PATH, id)))
}
pub async fn update<T: Resource>(permit: Permit, Id(id): Id, patch: Patch<T>) -> Result<NoContent> {
    permit
        .write(move |draft| draft.update(id, |object| patch.onto(object)))
        .await?;
    Ok(NoContent)
}
pub async fn remove<T: Resource>(permit: Permit, Id(id): Id) -> Result<NoContent> {
    permit.write(move |draft| draft.remove::<T>(id)).await?;
    Ok(NoContent)
}
