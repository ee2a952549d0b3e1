//! The support pack that comes with every appliance, and what a restart ends.
use super::{facts::Appliance, object::SupportPack};
use crate::{
    base::{platform::Platform, problem::Result},
    store::{Draft, Object},
};

/// A pack of a fixture gets the file that a run on its appliance would have left.
pub fn complete(draft: &mut Draft, platform: Platform) -> Result<()> {
    let empty = draft
        .all::<SupportPack>()
        .filter(|pack| pack.content.is_empty());
    let empty: Vec<SupportPack> = empty.cloned().collect();
    let appliance = Appliance {
        version: None,
        platform,
    };
    for pack in empty {
        let log = "The default support pack was run.\n";
        let filled = pack.filled(draft, &appliance, log)?;
        draft.place(Object::new(filled))?;
    }
    Ok(())
}

/// Files stay over a restart, runs do not.
pub fn restart(draft: &mut Draft) -> Result<()> {
    let queued = draft.all::<SupportPack>().filter(|pack| pack.queued);
    let queued: Vec<SupportPack> = queued.cloned().collect();
    queued.into_iter().try_for_each(|pack| {
        draft.place(Object::new(SupportPack {
            queued: false,
            ..pack
        }))
    })
}
