//! Device labels: words in a colour that stand on devices.
mod object;
mod operations;
mod query;
mod view;

pub use object::{DeviceLabel, LABELLED};
pub use operations::PART;
pub use view::AppliedLabel;
