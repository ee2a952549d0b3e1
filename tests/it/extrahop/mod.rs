//! One file for each resource, as in `src/extrahop`.
mod alerts;
mod apikeys;
mod appliance;
mod assignments;
mod auditlog;
mod devicegroups;
mod devices;
mod emailgroups;
mod exclusionintervals;
mod flexgrids;
mod geomaps;
mod license;
mod lists;
mod metrics;
mod pages;
mod tags;
mod users;
