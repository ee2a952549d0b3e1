//! `wiretwin openapi`: prints the document of an API.
use super::print::print;
use crate::{api::openapi, base::firmware::Firmware, server::served::SERVED};
use anyhow::{Result, anyhow};

pub fn run(api: &str, firmware: Firmware, format: &str) -> Result<()> {
    let family = SERVED.iter().find(|family| family.name == api);
    let family = family.ok_or_else(|| anyhow!("there is no API named {api}"))?;
    let mut document = openapi::document(*family, firmware);
    if format == "3.0" {
        openapi::to_3_0(&mut document);
    }
    print(&serde_json::to_string_pretty(&document)?)
}
