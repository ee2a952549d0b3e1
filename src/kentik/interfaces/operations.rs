//! What clients do with the interfaces of a device.
use super::{
    created_view::InterfaceCreated,
    object::Interface,
    shared_vrf::next_vrf_id,
    view::{Extra, InterfaceEnvelope, InterfaceView},
    vrf::VrfId,
};
use crate::{
    api::{
        Id, NoContent, OneOf, Operation, Pair, Part, Unwrapped, UnwrappedPatch, View, delete, get,
        post, put,
    },
    base::problem::{Problem, Result},
    kentik::{
        company,
        create_answer::{CreateAnswer, create_answer},
        devices::Device,
        levels::{ADMINISTRATOR, MEMBER},
        switches::{Switch, Switches},
        types::Quoted,
    },
    store::{Kind, Resource, State},
    twin::access::Permit,
};

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<Interface>()],
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    vec![
        get   ("/device/{id}/interfaces",        MEMBER,        list,   "Retrieve the interfaces of a device."),
        get   ("/device/{id}/interface/{child}", MEMBER,        read,   "Retrieve an interface."),
        post  ("/device/{id}/interface",         ADMINISTRATOR, create, "Create an interface."),
        put   ("/device/{id}/interface/{child}", ADMINISTRATOR, update, "Change an interface."),
        delete("/device/{id}/interface/{child}", ADMINISTRATOR, remove, "Delete an interface."),
    ]
}

async fn list(permit: Permit, Id(device): Id) -> Result<View<Vec<InterfaceView<Quoted>>>> {
    let state = permit.store.state();
    state.get::<Device>(device)?;
    let company = company::id(&state);
    let interfaces = state.all::<Interface>();
    let interfaces = interfaces.filter(|interface| interface.device_id == device);
    permit.answers(interfaces.map(|interface| interface.list_entry(company)))
}

async fn read(permit: Permit, ids: Pair) -> Result<View<InterfaceEnvelope>> {
    let state = permit.store.state();
    let interface = find(&state, &ids)?;
    permit.answer(&InterfaceEnvelope {
        interface: interface.list_entry(company::id(&state)),
    })
}

async fn create(
    permit: Permit,
    Id(device_id): Id,
    Unwrapped(new): Unwrapped<Interface>,
) -> Result<CreateAnswer<InterfaceCreated>> {
    let created = permit
        .write(move |draft| {
            draft.get::<Device>(device_id)?;
            let mut new = Interface { device_id, ..new };
            new.vrf = match (new.vrf.take(), new.vrf_id) {
                (Some(vrf), _) => Some(vrf.with_id(next_vrf_id(draft))),
                (None, Some(id)) => new.vrf_of_same_device(id, draft),
                (None, None) => None,
            };
            let id = draft.insert(new)?;
            let company = company::id(draft);
            Ok(draft.get::<Interface>(id)?.created_view(company))
        })
        .await?;
    create_answer(&permit, &created)
}

async fn update(
    permit: Permit,
    ids: Pair,
    UnwrappedPatch(patch): UnwrappedPatch<Interface>,
) -> Result<View<InterfaceView<i64>>> {
    let changed = permit
        .write(move |draft| {
            let before = find(draft, &ids)?.clone();
            let after = before.changed(&patch, draft)?;
            let id = before.id;
            draft.update(id, |_| Ok(after))?;
            draft.get::<Interface>(id)?.clone().share_vrf(draft)?;
            let after = draft.get::<Interface>(id)?;
            let vrf_id = after.vrf_number().map(|id| {
                let set = patch.get("vrf").is_some() || before.vrf_number() != Some(id);
                match set {
                    true => VrfId::Set(id),
                    false => VrfId::Stored(Quoted(id)),
                }
            });
            Ok(after.view(after.snmp_speed.0, vrf_id, company::id(draft)))
        })
        .await?;
    permit.answer(&changed)
}

async fn remove(permit: Permit, ids: Pair) -> Result<OneOf<NoContent, View<Extra>>> {
    let id = ids.1;
    permit
        .write(move |draft| {
            find(draft, &ids)?;
            draft.remove::<Interface>(id)
        })
        .await?;
    match permit.part::<Switches>().has(Switch::InterfaceDelete200) {
        true => permit.answer(&Extra {}).map(OneOf::Other),
        false => Ok(OneOf::One(NoContent)),
    }
}

/// An interface of the device that the path names.
fn find<'a>(state: &'a State, Pair(device, id): &Pair) -> Result<&'a Interface> {
    state.get::<Device>(*device)?;
    let found = state.get::<Interface>(*id).ok();
    let found = found.filter(|interface| interface.device_id == *device);
    found.ok_or_else(|| Problem::no_such(Interface::TITLE, id))
}
