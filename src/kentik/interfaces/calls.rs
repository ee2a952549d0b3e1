//! What clients do with the interfaces of a device.
use super::{
    Interface,
    created::InterfaceCreated,
    view::{Extra, InterfaceEnvelope, InterfaceView},
    vrf::VrfId,
};
use crate::{
    api::{
        Id, NoContent, OneOf, Operation, Pair, Patch, Unwrapped, UnwrappedPatch, View, delete, get,
        post, put,
    },
    base::problem::{Problem, Result},
    kentik::{
        company,
        create_answer::{CreateAnswer, create_answer},
        devices::Device,
        levels::{ADMINISTRATOR, MEMBER},
        types::{Number, Quoted},
    },
    store::{Draft, Resource, State},
    twin::{KentikSwitch, access::Permit},
};

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
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
    permit.answers(interfaces.map(|interface| interface.listed(company)))
}

async fn read(permit: Permit, ids: Pair) -> Result<View<InterfaceEnvelope>> {
    let state = permit.store.state();
    let interface = find(&state, &ids)?;
    permit.answer(&InterfaceEnvelope {
        interface: interface.listed(company::id(&state)),
    })
}

async fn create(
    permit: Permit,
    Id(device_id): Id,
    Unwrapped(new): Unwrapped<Interface>,
) -> Result<CreateAnswer<InterfaceCreated>> {
    let made = permit
        .write(move |draft| {
            draft.get::<Device>(device_id)?;
            let mut new = Interface { device_id, ..new };
            new.vrf = match (new.vrf.take(), new.vrf_id) {
                (Some(vrf), _) => Some(vrf.new(draft)),
                (None, Some(id)) => new.vrf_beside(id, draft),
                (None, None) => None,
            };
            let id = draft.insert(new)?;
            let company = company::id(draft);
            Ok(draft.get::<Interface>(id)?.created(company))
        })
        .await?;
    create_answer(&permit, &made)
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
                    false => VrfId::Held(Quoted(id)),
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
    match permit.kentik.contains(&KentikSwitch::InterfaceDelete200) {
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

impl Interface {
    /// What the interface is with the fields that were sent.
    fn changed(&self, patch: &Patch<Self>, state: &State) -> Result<Self> {
        let mut changed = patch.onto(self)?;
        changed.vrf = match (patch.get("vrf").is_some(), changed.vrf.take()) {
            // The table that it has is changed in its place.
            (true, Some(vrf)) => Some(match self.vrf_number() {
                Some(id) => vrf.with_id(id),
                None => vrf.new(state),
            }),
            (false, held) => {
                let other = changed.vrf_id.and_then(|id| self.vrf_beside(id, state));
                other.or(held)
            }
            (true, None) => None,
        };
        Ok(changed)
    }
    /// Gives its table to the interfaces of the device that share it.
    fn share_vrf(self, draft: &mut Draft) -> Result<()> {
        let Some(id) = self.vrf_number() else {
            return Ok(());
        };
        let others = draft.all::<Self>().filter(|other| {
            let beside = other.device_id == self.device_id && other.id != self.id;
            beside && other.vrf_number() == Some(id)
        });
        let others: Vec<Number> = others.map(|other| Number(other.id)).collect();
        others.into_iter().try_for_each(|Number(other)| {
            draft.update(other, |other: &Self| {
                Ok(Self {
                    vrf: self.vrf.clone(),
                    ..other.clone()
                })
            })
        })
    }
}
