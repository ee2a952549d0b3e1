//! One file for each resource, as in `src/extrahop`.
mod tags;
