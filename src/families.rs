//! The list of the APIs: what is served, and what twins hold for them.
use crate::{api::Family, extrahop, kentik, twin::contents::Contents};

pub static FAMILIES: [Family; 2] = [extrahop::FAMILY, kentik::FAMILY];

/// What twins hold for all of them.
pub const CONTENTS: Contents = Contents(&[&extrahop::CONTENTS, &kentik::CONTENTS]);

/// The family that a path belongs to, or the first one.
pub fn family_of(path: &str) -> &'static Family {
    let family = FAMILIES.iter().find(|family| family.owns(path));
    family.unwrap_or(&FAMILIES[0])
}
