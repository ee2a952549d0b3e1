//! Plans: what a company has bought. They come with it, and no call changes them.
mod object;
mod operations;
mod seed;
mod view;

pub use object::Plan;
pub use operations::operations;
pub use seed::{complete, exists};
pub use view::PlanView;
