//! The hosts, who talks to whom, and what each object sees of it.
//!
//! `build` makes a `network` out of hosts and what a fixture states, with the conversations of
//! `draw`; `population` makes hosts from nothing. `scope`, `applications` and `custom_devices` say
//! which conversations an object sees, `activities` what it is therefore seen doing.
pub mod activities;
pub mod applications;
mod build;
pub mod custom_devices;
mod draw;
pub mod host;
pub mod ids;
mod index;
pub mod inputs;
pub mod network;
pub mod population;
pub mod recorded_values;
pub mod scope;
pub mod subject;
