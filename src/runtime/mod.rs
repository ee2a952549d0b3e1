//! Work and answers that outlive the request that they were for.
pub mod background;
pub mod response_cache;
