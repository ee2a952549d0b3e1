//! Telephones.
use super::{Row, row, shown};
use crate::network::{
    catalog::outcomes::{bad, ok, outcomes, silent, usual},
    distributions::{
        shares::{Distribution, Share},
        timing::Timing,
    },
};

pub static SIP: Row =
    row!(ends "sip", "SIP", Udp 5060 / 1, 600 -> 500, &SIP_ENDS, 30.0 .. 250.0, 2.0 .. 25.0);
/// A transaction is a second of talk: fifty packets each way.
pub static RTP: Row = row!(peers "rtp", "RTP", Udp 16_384 / 1, 8000 -> 8000 by 288, &RTP_ENDS, 1.0 .. 10.0, 2.0 .. 25.0);
pub static RTCP: Row =
    row!(peers "rtcp", "RTCP", Udp 16_385 / 1, 100 -> 100, &RTP_ENDS, 1.0 .. 10.0, 2.0 .. 25.0);

outcomes!(
    SIP_ENDS,
    "sip",
    [
        ok("200"),
        usual("100", 0.15),
        usual("180", 0.1),
        silent(0.005),
        bad("486", 0.02),
        bad("503", 0.01),
    ]
);
outcomes!(RTP_ENDS, "rtp", [ok("talk")]);

pub static SIP_METHOD: Distribution = Distribution::new(
    "sip method",
    &[
        Share::of("REGISTER", 0.4),
        Share::of("INVITE", 0.2),
        Share::of("BYE", 0.2),
        Share::of("OPTIONS", 0.2),
    ],
);

pub static JITTER: Timing = Timing::ms("rtp jitter", 2.0, 12.0);
/// Scores lie on the grid of times: 4.3 is noted as 4.3 ms.
pub static OPINION: Timing = Timing::score("rtp opinion", 4.3, 4.4);
pub static R_FACTOR: Timing = Timing::score("rtp r factor", 90.0, 93.0);
