//! The Kentik V5 API, one file for each resource.
mod access;
mod batch;
mod dimensions;
mod sites;
mod tags;
