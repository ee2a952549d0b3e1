//! Twins of fixtures as they were built once. A twin that is like one of them shares what it holds.
use crate::{
    base::{
        clock::Millis, firmware::Firmware, platform::Platform, secret::Digest,
        unknown_fields::UnknownFields,
    },
    families::CONTENTS,
    store::TwinRow,
    twin::{
        build::{Built, Source, build},
        fixture::Fixture,
    },
};
use std::sync::{Arc, Mutex, PoisonError};

/// How many are kept; the one that was asked for longest ago goes first.
const KEPT: usize = 32;

/// What decides over a twin beside its fixture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    pub firmware: Option<Firmware>,
    pub platform: Option<Platform>,
    pub seed: Option<u64>,
    /// The time at which the twin begins; absent: the fixture's, or now.
    pub began: Option<Millis>,
    pub unknown_fields: Option<UnknownFields>,
}

type Template = (Digest, Settings, Arc<Built>);

/// The twin of a fixture with these settings. The error says what in the fixture cannot be.
pub fn built(text: &str, settings: Settings) -> Result<Arc<Built>, String> {
    static TEMPLATES: Mutex<Vec<Template>> = Mutex::new(vec![]);
    let fixture = Digest::of(text);
    let kept = || TEMPLATES.lock().unwrap_or_else(PoisonError::into_inner);
    let is = |template: &Template| template.0 == fixture && template.1 == settings;
    {
        let mut kept = kept();
        if let Some(at) = kept.iter().position(is) {
            let template = kept.remove(at);
            let built = template.2.clone();
            kept.push(template);
            return Ok(built);
        }
    }
    let built = Arc::new(build_of(text, settings)?);
    let mut kept = kept();
    if kept.len() >= KEPT {
        kept.remove(0);
    }
    kept.push((fixture, settings, built.clone()));
    Ok(built)
}

fn build_of(text: &str, settings: Settings) -> Result<Built, String> {
    let fixture = Fixture::parse(text, CONTENTS)?;
    let row = TwinRow {
        twin: String::new(),
        firmware: settings
            .firmware
            .or(fixture.firmware)
            .unwrap_or(Firmware::FIRST),
        platform: settings.platform.or(fixture.platform).unwrap_or_default(),
        seed: settings.seed.or(fixture.seed).unwrap_or(1),
        clock: settings.began.or(fixture.clock),
        fixture: String::new(),
        fixture_digest: None,
        made_at: None,
        unknown_fields: settings
            .unknown_fields
            .or(fixture.unknown_fields)
            .unwrap_or_default(),
    };
    // Nobody learns these; each twin has its own.
    let given = CONTENTS
        .random_credentials()
        .map_err(|why| why.to_string())?;
    build(CONTENTS, row, Source::Fixture(&fixture, &given))
}
