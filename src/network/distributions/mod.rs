//! Exact shares, times, series and gauges: pure functions of a seed that know nothing of networks.
//!
//! `series` says how many events there were up to a moment; `shares` of which kinds the first n are,
//! `timing` how long they took. So whatever is counted between two moments is a difference.
pub mod gauge_curve;
pub mod histogram;
pub mod pattern;
pub mod series;
pub mod shares;
pub mod timing;
