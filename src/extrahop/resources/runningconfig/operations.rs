//! The operations on the running configuration.
use super::object::{ConfigCopy, Copy, RunningConfig};
use crate::{
    api::{ExactBody, NoContent, Operation, Part, Query, View, get, post, put},
    base::{exact_number::with_numbers, problem::Result},
    store::{Draft, Kind, Object},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::Deserialize;

/// What the resource adds to the API.
pub const PART: Part = Part {
    operations,
    kinds: || vec![Kind::of::<ConfigCopy>()],
    restart,
    ..Part::NONE
};

#[rustfmt::skip]
fn operations() -> Vec<Operation> {
    let operations = vec![
        get ("/runningconfig",       FullSystem, running, "Retrieve the running config, or one section of it.").refusing(&[404]),
        put ("/runningconfig",       FullSystem, replace, "Replace the running config."),
        post("/runningconfig/save",  FullSystem, save,    "Save the running config for the next start."),
        get ("/runningconfig/saved", FullSystem, saved,   "Retrieve the saved config.").refusing(&[404]),
    ];
    operations.into_iter().map(Operation::without_422).collect()
}

#[derive(Deserialize, JsonSchema)]
struct Wanted {
    /// The name of one section, whose contents alone are answered.
    section: Option<String>,
}

async fn running(permit: Permit, Query(wanted): Query<Wanted>) -> Result<View<RunningConfig>> {
    let config = RunningConfig::of(&permit.store.state(), Copy::Running);
    match wanted.section {
        None => Ok(View::of(config.text().into())),
        Some(name) => Ok(View::of(with_numbers(config.section(&name)?).into())),
    }
}

async fn replace(permit: Permit, ExactBody(new): ExactBody<RunningConfig>) -> Result<NoContent> {
    permit
        .write(move |draft| {
            let before = RunningConfig::of(draft, Copy::Running);
            draft.note("Modify running config", before.difference(&new));
            put_copy(draft, Copy::Running, new)
        })
        .await?;
    Ok(NoContent)
}

async fn save(permit: Permit) -> Result<NoContent> {
    permit
        .write(|draft| {
            draft.note("Save running config", "running config");
            let running = RunningConfig::of(draft, Copy::Running);
            put_copy(draft, Copy::Saved, running)
        })
        .await?;
    Ok(NoContent)
}

async fn saved(permit: Permit) -> Result<View<RunningConfig>> {
    let saved = RunningConfig::of(&permit.store.state(), Copy::Saved);
    Ok(View::of(saved.text().into()))
}

/// Both copies are stored from the first change on, as they are the same up to then.
fn put_copy(draft: &mut Draft, copy: Copy, sections: RunningConfig) -> Result<()> {
    for missing in [Copy::Running, Copy::Saved] {
        if missing.find(draft).is_none() {
            let id = draft.next_id(Kind::of::<ConfigCopy>());
            let sections = RunningConfig::of(draft, missing);
            let first = ConfigCopy {
                id,
                copy: missing,
                sections,
            };
            draft.place(Object::new(first))?;
        }
    }
    let held = copy.find(draft).map(|held| held.id).unwrap_or_default();
    draft.update(held, |config: &ConfigCopy| {
        Ok(ConfigCopy {
            sections,
            ..config.clone()
        })
    })
}

/// A restart puts the saved copy into effect.
pub fn restart(draft: &mut Draft) -> Result<()> {
    let saved = RunningConfig::of(draft, Copy::Saved);
    match Copy::Running.find(draft) {
        Some(running) if running.sections != saved => {
            let restored = ConfigCopy {
                sections: saved,
                ..running.clone()
            };
            draft.place(Object::new(restored))
        }
        _ => Ok(()),
    }
}
