//! What a support pack tells of the appliance: no keys, no passwords, no addresses of users.
use crate::{
    base::{
        clock::{Millis, format_time},
        platform::Platform,
    },
    extrahop::resources::{self, license::License, runningconfig::RunningConfig},
    store::State,
    twin::access::Permit,
};

pub struct Appliance {
    /// The firmware version, where it is known.
    pub version: Option<String>,
    pub platform: Platform,
}

impl Appliance {
    pub fn of(permit: &Permit) -> Self {
        Self {
            version: Some(permit.firmware.full_version()),
            platform: permit.platform,
        }
    }
}

/// Files by their names.
pub fn facts(state: &State, appliance: &Appliance, at: Millis) -> Vec<(&'static str, String)> {
    vec![
        ("appliance.txt", about(state, appliance, at)),
        ("license.txt", license(state)),
        ("objects.txt", counts(state)),
        ("runningconfig.json", settings(state)),
    ]
}

fn about(state: &State, appliance: &Appliance, at: Millis) -> String {
    let config = RunningConfig::in_effect(state);
    let lines = [
        ("Time", Some(format_time(at))),
        ("Firmware", appliance.version.clone()),
        ("Platform", Some(appliance.platform.to_string())),
        (
            "Host name",
            Some(config.hostname().unwrap_or("extrahop").to_owned()),
        ),
        ("Management address", config.address().map(str::to_owned)),
    ];
    let lines = lines
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    lines
        .map(|(name, value)| format!("{name}: {value}\n"))
        .collect()
}

fn license(state: &State) -> String {
    let license = License::of(state);
    let modules: Vec<&str> = license.modules.keys().map(String::as_str).collect();
    format!(
        "Serial: {}\nPlatform: {}\nModules: {}\n",
        license.serial,
        license.platform,
        modules.join(", ")
    )
}

fn counts(state: &State) -> String {
    let kinds = resources::kinds().into_iter();
    let counts = kinds.map(|kind| format!("{}: {}\n", kind.title, state.count(kind.name)));
    counts.collect()
}

fn settings(state: &State) -> String {
    RunningConfig::in_effect(state).text() + "\n"
}
