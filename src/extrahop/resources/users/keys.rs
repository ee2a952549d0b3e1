//! The API keys of a user.
use super::any;
use crate::{
    api::{Name, Names, View},
    base::problem::{Problem, Result},
    extrahop::resources::apikeys::ApiKey,
    store::Resource,
    twin::access::Permit,
};

pub(super) async fn keys(permit: Permit, Name(name): Name) -> Result<View<Vec<ApiKey>>> {
    let state = permit.store.state();
    let user = any(&state, &name)?.id;
    let keys = state
        .objects(ApiKey::KIND)
        .filter(|key| key.get::<ApiKey>().user_id == Some(user));
    Ok(permit.views(keys))
}

pub(super) async fn key(permit: Permit, Names(name, key): Names) -> Result<View<ApiKey>> {
    let key = key
        .parse()
        .map_err(|_| Problem::NotFound(format!("`keyid` must be an integer, not `{key}`.")))?;
    let state = permit.store.state();
    let user = any(&state, &name)?.id;
    let object = state.object::<ApiKey>(key)?;
    match object.get::<ApiKey>().user_id == Some(user) {
        true => Ok(permit.view(object)),
        false => Err(Problem::no_such(ApiKey::TITLE, key)),
    }
}
