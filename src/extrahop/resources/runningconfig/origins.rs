//! The origins whose pages may read answers of this appliance: `cors.allowed_origins` of its config.
use super::{
    RunningConfig,
    object::{ConfigCopy, Copy},
};
use crate::{
    base::{
        brief::shortened,
        origin::Origin,
        problem::{Result, refused},
    },
    store::State,
};
use serde_json::Value;

/// How many there may be: each request of a page is compared with them.
const MAX_ORIGINS: usize = 100;

/// The origins in effect. A twin whose config nobody changed has none.
pub fn allowed_origins(state: &State) -> Vec<Origin> {
    let config = Copy::Running.find(state);
    config.map_or_else(Vec::new, |ConfigCopy { sections, .. }| sections.origins())
}

impl RunningConfig {
    fn origins(&self) -> Vec<Origin> {
        let listed = self.at("/cors/allowed_origins").and_then(Value::as_array);
        let texts = listed.into_iter().flatten().filter_map(Value::as_str);
        texts.filter_map(|text| text.parse().ok()).collect()
    }
    /// `*` is no origin: pages that may read answers are named.
    pub fn check_origins(&self) -> Result<()> {
        let listed = match self.at("/cors/allowed_origins") {
            None | Some(Value::Null) => return Ok(()),
            Some(Value::Array(listed)) => listed,
            Some(_) => return Err(refused("`cors.allowed_origins` must be an array")),
        };
        if listed.len() > MAX_ORIGINS {
            return Err(refused(format!(
                "`cors.allowed_origins` must have at most {MAX_ORIGINS} items"
            )));
        }
        listed.iter().enumerate().try_for_each(|(i, one)| {
            let text = one.as_str();
            let text = text.ok_or_else(|| "it must be a string".to_owned());
            let read = text.and_then(|text| {
                let read = text.parse::<Origin>();
                read.map_err(|why| format!("{}: {why}", shortened(text)))
            });
            let read = read.map_err(|why| refused(format!("`cors.allowed_origins[{i}]`: {why}")));
            read.map(drop)
        })
    }
}
