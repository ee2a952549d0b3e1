//! The Kentik V5 API, one file for each resource.
mod access;
mod alerts;
mod applications;
mod batch;
mod dimensions;
mod filters;
mod limits;
mod sites;
mod tags;
mod tenants;
mod users;
