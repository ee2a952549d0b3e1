//! What a metric counts, in words: read off its quantity, so that no list can say otherwise.
use super::{
    category::Category,
    metric::{DeviceClass, KeyBy, Kind, Metric, Timed},
    outcome_class::{ABORT, ERROR, HANDSHAKE, REQUEST_ABORT, RESPONSE, TIMEOUT, WARNING},
    quantity::{Direction, Quantity},
};
use crate::network::distributions::shares::Distribution;

impl Metric {
    /// What it counts, without what it is broken down by: `requests`, `processing time of responses`.
    pub fn counts(&self) -> String {
        let counted = quantity(&self.quantity, self.unit);
        match self.kind {
            Kind::Count => counted,
            Kind::Dataset(timed) | Kind::Samples(timed) => {
                let all = match self.quantity {
                    Quantity::Transactions => "transactions".into(),
                    _ => counted,
                };
                format!("{} of {all}", self.time(timed))
            }
            Kind::Snapshot => "TCP connections that are open when a cycle ends".into(),
            Kind::Max => match self.quantity {
                Quantity::Connections => "the most TCP connections that were open at once".into(),
                _ => format!("the most {counted} at once"),
            },
            Kind::Expires => "when the certificate of the server ends".into(),
            Kind::NotBefore => "when the certificate of the server begins".into(),
            Kind::Gauge(_) => format!("a state of the appliance, in {}", self.unit),
            Kind::Devices(class) => format!("{} devices that were seen", class_of(class)),
        }
    }
    /// What a detail metric is broken down by, from the outside in.
    pub fn broken_down_by(&self, category: &Category) -> Vec<String> {
        let keys = self.keys.iter();
        keys.map(|key| self.key(*key, category)).collect()
    }

    fn key(&self, key: KeyBy, category: &Category) -> String {
        let words = match key {
            KeyBy::Peer => "peer address",
            KeyBy::ClientAddr => "client address",
            KeyBy::ServerAddr => "server address",
            KeyBy::Protocol => "protocol",
            KeyBy::Ending(_) => "outcome",
            KeyBy::Message(_) => "message type",
            KeyBy::ServerName => "server name",
            KeyBy::CertificateSubject => "certificate subject",
            KeyBy::CertificateBits => "key size",
            KeyBy::CertificateCurve => "curve of the key",
            KeyBy::Numbered(distribution) => distribution.name(),
            KeyBy::Draw(distribution, _) => return self.drawn(distribution, category),
        };
        words.into()
    }
    /// A distribution of several columns is named after none of them: the metric is, or its category.
    fn drawn(&self, distribution: &Distribution, category: &Category) -> String {
        if !distribution
            .rows
            .iter()
            .any(|row| !row.labels[1].is_empty())
        {
            return distribution.name().into();
        }
        match category.title.rsplit_once(" by ") {
            Some((_, words)) => words.into(),
            // Such as `handshake_time_version`.
            None if self.kind.is_timed() => self.name.rsplit('_').take(1).collect(),
            None => self.name.replace('_', " "),
        }
    }
    fn time(&self, timed: Timed) -> String {
        match timed {
            Timed::Processing => "processing time".into(),
            Timed::RoundTrip => "round trip time".into(),
            // Scores are noted as times are.
            Timed::By(timing) if self.unit != "ms" => timing.name().into(),
            Timed::By(timing) => format!("{} time", timing.name()),
        }
    }
}

fn quantity(counted: &Quantity, transactions: &str) -> String {
    let inner = |of| quantity(of, "transactions");
    match counted {
        Quantity::Nothing => "nothing in this network: always 0".into(),
        Quantity::Transactions => transactions.into(),
        Quantity::Ended(RESPONSE) => "responses".into(),
        Quantity::Ended(classes) => format!("transactions {}", ended(*classes)),
        Quantity::EndedAs(label) => format!("transactions that end with `{label}`"),
        Quantity::Messages(way) => format!("messages{}", passed(*way)),
        Quantity::RequestBytes => "payload of requests".into(),
        Quantity::ResponseBytes => "payload of responses".into(),
        Quantity::Payload(way) => format!("payload{}", passed(*way)),
        Quantity::Bytes(way) => format!("bytes{}", passed(*way)),
        Quantity::Packets(way) => format!("packets{}", passed(*way)),
        Quantity::External(Direction::In) => "bytes from hosts on the internet".into(),
        Quantity::External(Direction::Out) => "bytes to hosts on the internet".into(),
        Quantity::External(Direction::Both) => "bytes from and to hosts on the internet".into(),
        Quantity::Connected => "TCP connections that it opened".into(),
        Quantity::Accepted => "TCP connections that it accepted".into(),
        Quantity::Connections => "TCP connections".into(),
        Quantity::ExternalConnections => "TCP connections opened from the internet".into(),
        Quantity::Labelled(_, _, label) => format!("transactions with `{label}`"),
        Quantity::SelfSigned => "sessions with a self-signed certificate".into(),
        Quantity::Expired => "sessions with an expired certificate".into(),
        Quantity::Millionths(of, share) => {
            format!("{} % of {}", f64::from(*share) / 10_000.0, inner(of))
        }
        Quantity::Multiple(Quantity::ApplianceSeconds, times) => format!("{times} for each second"),
        Quantity::Multiple(of, times) => format!("{times} for each of the {}", inner(of)),
        Quantity::OfProtocol(protocol, of) => {
            format!("{} of {}", inner(of), protocol.definition().name)
        }
        Quantity::ApplianceSeconds => "the seconds that pass".into(),
    }
}

/// Which transactions these classes are.
fn ended(classes: u8) -> String {
    let said = [
        (RESPONSE, "that got a response"),
        (ERROR, "whose response reports an error"),
        (ABORT, "whose response was broken off"),
        (REQUEST_ABORT, "whose request was broken off"),
        (TIMEOUT, "that nobody answered in time"),
        (WARNING, "whose response warns or was cut short"),
        (HANDSHAKE, "whose handshake failed"),
    ];
    let said = said.into_iter().filter(|(class, _)| classes & class != 0);
    said.map(|(_, words)| words)
        .collect::<Vec<_>>()
        .join(" or ")
}

fn passed(way: Direction) -> &'static str {
    match way {
        Direction::In => " received",
        Direction::Out => " sent",
        Direction::Both => "",
    }
}

fn class_of(class: DeviceClass) -> &'static str {
    match class {
        DeviceClass::L2 => "L2",
        DeviceClass::L3 => "L3",
        DeviceClass::Gateway => "gateway",
        DeviceClass::Custom => "custom",
    }
}
