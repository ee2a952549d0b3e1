//! A twin's clock: read, set, stepped.
use super::{
    moment::{ClockSetting, ClockState, Moment},
    target::Target,
};
use crate::{
    api::{Body, Operation, View, get, post, put},
    base::{
        clock::Millis,
        problem::{Result, malformed},
    },
    twin::access::{Level::FullSystem, Permit},
};
use schemars::JsonSchema;
use serde::Deserialize;

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    vec![
        get ("/clock",         FullSystem, read,    "Retrieve the clock of the twin."),
        put ("/clock",         FullSystem, set,     "Set the clock of the twin."),
        post("/clock/advance", FullSystem, advance, "Step the clock of the twin forward."),
    ]
}

async fn read(Target(permit): Target) -> Result<View<ClockState>> {
    shown(&permit)
}

async fn set(
    Target(permit): Target,
    Body(setting): Body<ClockSetting>,
) -> Result<View<ClockState>> {
    permit.clock.set(setting.mode(permit.clock.now())?);
    shown(&permit)
}

/// How far to step.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"ms": 60000}]))]
struct Step {
    /// By so many ms.
    #[schemars(range(min = 0))]
    ms: Option<Millis>,
    /// To this time, as ms since the epoch or as a text such as 2017-09-01T00:00:00Z; not before what
    /// the clock shows.
    to: Option<Moment>,
}

async fn advance(Target(permit): Target, Body(step): Body<Step>) -> Result<View<ClockState>> {
    let by = match (step.ms, step.to) {
        (Some(ms), None) => ms,
        (None, Some(to)) => {
            let by = to.millis("to")?.saturating_sub(permit.clock.now());
            if by < 0 {
                let why =
                    "`to` lies before what the clock shows; PUT /_wiretwin/clock sets it back";
                return Err(malformed(why));
            }
            by
        }
        _ => return Err(malformed("send either `ms` or `to`")),
    };
    permit.clock.advance(by);
    shown(&permit)
}

fn shown(permit: &Permit) -> Result<View<ClockState>> {
    View::as_is(&ClockState::of(permit.clock.mode(), permit.clock.now()))
}
