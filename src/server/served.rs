//! The families of operations that a server has.
use crate::{api::Family, control, extrahop, kentik};

pub static SERVED: [Family; 3] = [extrahop::FAMILY, kentik::FAMILY, control::FAMILY];

/// The family that a path belongs to, or the first one.
pub fn family_of(path: &str) -> &'static Family {
    let family = SERVED.iter().find(|family| family.owns(path));
    family.unwrap_or(&SERVED[0])
}
