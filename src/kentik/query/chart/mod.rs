//! Results as a picture.
mod drawing;
mod pdf;
mod plot;
mod raster;
mod render;
mod svg;

pub use render::render;
