//! Plans: what a company has bought. They come with it, and no call changes them.
mod object;
mod operations;
mod seed;
mod view;

pub use object::Plan;
pub use operations::PART;
pub use seed::exists;
pub use view::PlanView;
