//! The list of the APIs: what is served, and what twins hold for them.
use crate::{api::Family, extrahop, kentik, twin::contents::Contents};

pub static FAMILIES: [Family; 2] = [extrahop::FAMILY, kentik::FAMILY];

/// What twins hold for all of them.
pub const CONTENTS: Contents = Contents(&[&extrahop::CONTENTS, &kentik::CONTENTS]);
