//! How a twin is made: of a fixture, which is built once for all twins that are alike, or of another twin.
use super::{
    moment::{ClockSetting, Mode},
    target::no_such_twin,
    templates,
};
use crate::{
    base::{
        clock::{Clock, ClockMode, Millis, SECOND, parse_time},
        firmware::Firmware,
        platform::Platform,
        problem::{Problem, Result, malformed},
        secret::random_key,
        unknown_fields::UnknownFields,
    },
    families::CONTENTS,
    store::Store,
    twin::{
        access::Credentials,
        build::Built,
        fixture::{Fixture, Settings},
        fleet::{Fleet, Member},
    },
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::sync::Arc;

/// What a twin is to be.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("examples" = [{"fixture": "guide", "clock": "2017-09-01T00:00:00Z", "ttl_s": 600}]))]
pub struct TwinSpec {
    /// 1 to 64 letters, digits, `.`, `_` and `-`. Absent: one is made up.
    #[schemars(regex(pattern = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"))]
    pub name: Option<String>,
    /// demo, guide, empty, or a fixture itself. Absent: empty.
    pub fixture: Option<FixtureSource>,
    /// Another twin, or `TWIN@SNAPSHOT`: the new one has its state, clock and settings, and keys of its own.
    pub from: Option<String>,
    /// The firmware to answer as. Absent: the fixture's or the other twin's, or 5.1.
    pub firmware: Option<String>,
    pub platform: Option<Platform>,
    pub seed: Option<u64>,
    /// `real`, a time at which it stands still, or what PUT /clock takes.
    pub clock: Option<ClockChoice>,
    /// After so many seconds of the system's clock the twin is dropped.
    #[schemars(range(min = 1))]
    pub ttl_s: Option<i64>,
    /// What is done with fields and parameters that the firmware does not have.
    pub unknown_fields: Option<UnknownFields>,
}

/// The name of a fixture, or the fixture itself.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum FixtureSource {
    Name(String),
    Document(Map<String, Value>),
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ClockChoice {
    Text(String),
    Setting(ClockSetting),
}

/// A twin that was made, and what opens it.
pub struct Made {
    pub member: Member,
    pub credentials: Credentials,
}

/// Makes a twin and adds it to those of the server.
pub fn create(spec: &TwinSpec, fleet: &Fleet) -> Result<Made> {
    let (base, clock) = match (&spec.from, &spec.fixture) {
        (Some(_), Some(_)) => return Err(malformed("send either `fixture` or `from`")),
        (Some(from), None) => fork(spec, from, fleet)?,
        (None, fixture) => of_fixture(spec, fixture.as_ref())?,
    };
    let clock = match &spec.clock {
        Some(choice) => choice.mode(Clock::of(clock).now())?,
        None => clock,
    };
    let name = match &spec.name {
        Some(name) => name.clone(),
        None => format!("twin-{}", &random_key()?[..12]),
    };
    if fleet.twin(&name).is_some() {
        return Err(taken(&name));
    }
    let credentials = CONTENTS.random_credentials()?;
    let now = Clock::real().now();
    let expires = spec
        .ttl_s
        .map(|ttl| now.saturating_add(ttl.saturating_mul(SECOND)));
    let copied = base.copied(&name, clock, CONTENTS, &credentials)?;
    let keys = CONTENTS.keys(&copied.state);
    let store = Store::in_memory(name.as_str(), copied.state.clone());
    // Switches and the like are the server's, and so every twin's.
    let parts = fleet.twin(Fleet::DEFAULT).map(|twin| twin.parts.clone());
    let twin = Arc::new(copied.into_twin(store, CONTENTS, parts.unwrap_or_default()));
    if !fleet.add(twin, keys, expires) {
        return Err(taken(&name));
    }
    let member = fleet.member(&name).ok_or_else(|| no_such_twin(&name))?;
    Ok(Made {
        member,
        credentials,
    })
}

fn taken(name: &str) -> Problem {
    Problem::Conflict(format!("There is a twin `{name}` already."))
}

/// The state and the settings of another twin, and how its clock goes.
fn fork(spec: &TwinSpec, from: &str, fleet: &Fleet) -> Result<(Arc<Built>, ClockMode)> {
    let fixed = [
        ("platform", spec.platform.is_some()),
        ("seed", spec.seed.is_some()),
    ];
    if let Some((field, _)) = fixed.iter().find(|(_, given)| *given) {
        let why = format!("`{field}` is that of the other twin, and cannot be given with `from`");
        return Err(malformed(why));
    }
    let (name, snapshot) = match from.split_once('@') {
        Some((name, snapshot)) => (name, Some(snapshot)),
        None => (from, None),
    };
    let twin = fleet.twin(name).ok_or_else(|| no_such_twin(name))?;
    let moment = match snapshot {
        None => twin.snapshot(),
        Some(snapshot) => twin.history.snapshot(snapshot)?,
    };
    let clock = moment.clock;
    let mut row = twin.row();
    row.unknown_fields = spec.unknown_fields.unwrap_or(row.unknown_fields);
    row.firmware = firmware(spec)?.unwrap_or(row.firmware);
    let network = (row.firmware == twin.firmware).then(|| twin.network.clone());
    let built = Built::of_state(CONTENTS, row, moment.state, network).map_err(malformed)?;
    Ok((Arc::new(built), clock))
}

fn of_fixture(spec: &TwinSpec, fixture: Option<&FixtureSource>) -> Result<(Arc<Built>, ClockMode)> {
    let text = match fixture {
        None => Fixture::shipped("empty").unwrap_or_default().to_owned(),
        Some(FixtureSource::Name(name)) => match Fixture::shipped(name) {
            Some(text) => text.to_owned(),
            None => {
                let why = format!(
                    "`fixture`: there is no fixture `{name}`; send demo, guide, empty or a fixture"
                );
                return Err(malformed(why));
            }
        },
        Some(FixtureSource::Document(fixture)) => Value::from(fixture.clone()).to_string(),
    };
    let settings = Settings {
        firmware: firmware(spec)?,
        platform: spec.platform,
        seed: spec.seed,
        unknown_fields: spec.unknown_fields,
    };
    let began = match &spec.clock {
        Some(choice) => Clock::of(choice.mode(Clock::real().now())?).held(),
        None => None,
    };
    let built = templates::built(&text, settings, began);
    let built = built.map_err(|why| malformed(format!("`fixture`: {why}")))?;
    let clock = built.clock;
    Ok((built, clock))
}

fn firmware(spec: &TwinSpec) -> Result<Option<Firmware>> {
    let given = spec.firmware.as_deref().map(str::parse);
    given
        .transpose()
        .map_err(|why| malformed(format!("`firmware`: {why}")))
}

impl ClockChoice {
    fn mode(&self, shown: Millis) -> Result<ClockMode> {
        match self {
            Self::Text(text) if text == "real" => Ok(ClockMode::Real),
            Self::Text(text) => {
                let at = parse_time(text).map_err(|why| malformed(format!("`clock`: {why}")))?;
                Ok(ClockMode::Frozen(at))
            }
            Self::Setting(ClockSetting {
                mode: Mode::Shifted,
                now: None,
                ..
            }) => {
                let why = "`clock`: a shifted clock needs `now`";
                Err(malformed(why))
            }
            Self::Setting(setting) => setting.mode(shown),
        }
    }
}
