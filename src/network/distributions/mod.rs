//! Exact shares, times, series and gauges: pure functions of a seed that know nothing of networks.
pub mod gauge_curve;
pub mod series;
pub mod shares;
pub mod timing;
