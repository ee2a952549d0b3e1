//! The tenant that comes with every twin.
use super::object::Tenant;
use crate::{
    base::problem::Result,
    kentik::types::IsoTime,
    store::{Draft, Object, Resource},
};

/// The tenant of a twin whose fixture names none.
const DEFAULT_ID: i64 = 577;

pub fn complete(draft: &mut Draft) -> Result<()> {
    if draft.count(Tenant::KIND) > 0 {
        return Ok(());
    }
    let at = draft.stamp.at;
    draft.place(Object::new(Tenant {
        id: DEFAULT_ID,
        name: "example_tenant".into(),
        description: "Example tenant".into(),
        created_date: IsoTime(at),
        updated_date: IsoTime(at),
    }))
}
