//! One file for each resource, as in `src/extrahop`.
mod alerts;
mod apikeys;
mod appliance;
mod auditlog;
mod devicegroups;
mod devices;
mod license;
mod lists;
mod metrics;
mod pages;
mod tags;
mod users;
