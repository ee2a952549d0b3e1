//! The Kentik V5 API, one file for each resource.
mod access;
mod alerts;
mod applications;
mod batch;
mod devices;
mod dimensions;
mod document;
mod filters;
mod interfaces;
mod labels;
mod limits;
mod plans;
mod query;
mod sites;
mod tags;
mod tenants;
mod users;
