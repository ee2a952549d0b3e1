//! An answer that changed with a firmware.
use crate::{
    api::describe::{Describe, Doc},
    base::firmware::Firmware,
};
use axum::response::{IntoResponse, Response};

/// `New` from MAJOR.MINOR on, `Old` before.
pub enum Changed<Old, New, const MAJOR: u16, const MINOR: u16> {
    Old(Old),
    New(New),
}

impl<Old, New, const MAJOR: u16, const MINOR: u16> Changed<Old, New, MAJOR, MINOR> {
    pub fn of(firmware: Firmware, old: Old, new: New) -> Self {
        match firmware >= Firmware(MAJOR, MINOR) {
            true => Self::New(new),
            false => Self::Old(old),
        }
    }
}
impl<Old, New, const MAJOR: u16, const MINOR: u16> IntoResponse for Changed<Old, New, MAJOR, MINOR>
where
    Old: IntoResponse,
    New: IntoResponse,
{
    fn into_response(self) -> Response {
        match self {
            Self::Old(old) => old.into_response(),
            Self::New(new) => new.into_response(),
        }
    }
}
impl<Old: Describe, New: Describe, const MAJOR: u16, const MINOR: u16> Describe
    for Changed<Old, New, MAJOR, MINOR>
{
    fn describe(doc: &mut Doc) {
        match doc.firmware >= Firmware(MAJOR, MINOR) {
            true => New::describe(doc),
            false => Old::describe(doc),
        }
    }
}
