//! Twins of fixtures as they were built once. A twin that is like one of them shares what it holds.
use crate::{
    base::{clock::Millis, secret::Digest},
    families::CONTENTS,
    twin::{
        build::{Built, Source, build},
        fixture::{Fixture, Settings},
    },
};
use std::sync::{Arc, Mutex, PoisonError};

/// How many are kept; the one that was asked for longest ago goes first.
const KEPT: usize = 32;

/// Of which fixture it is, with which settings, and when it began if that was asked for.
type Key = (Digest, Settings, Option<Millis>);

/// The twin of a fixture with these settings. The error says what in the fixture cannot be.
pub fn built(text: &str, settings: Settings, began: Option<Millis>) -> Result<Arc<Built>, String> {
    static TEMPLATES: Mutex<Vec<(Key, Arc<Built>)>> = Mutex::new(vec![]);
    let key = (Digest::of(text), settings, began);
    let kept = || TEMPLATES.lock().unwrap_or_else(PoisonError::into_inner);
    {
        let mut kept = kept();
        if let Some(at) = kept.iter().position(|(own, _)| *own == key) {
            let template = kept.remove(at);
            let built = template.1.clone();
            kept.push(template);
            return Ok(built);
        }
    }
    let built = Arc::new(build_of(text, settings, began)?);
    let mut kept = kept();
    if kept.len() >= KEPT {
        kept.remove(0);
    }
    kept.push((key, built.clone()));
    Ok(built)
}

fn build_of(text: &str, settings: Settings, began: Option<Millis>) -> Result<Built, String> {
    let fixture = Fixture::parse(text, CONTENTS)?;
    let mut row = fixture.row(settings);
    row.clock = began.or(row.clock);
    // Nobody learns these; each twin has its own.
    let given = CONTENTS
        .random_credentials()
        .map_err(|why| why.to_string())?;
    build(CONTENTS, row, Source::Fixture(&fixture, &given))
}
