//! Conditions on traffic, ready to be tested on much of it.
use super::{
    custom_dimensions::CustomDimensions,
    fields::{Field, FlowEnd},
    lookup::Lookup,
    observed_flow::ObservedFlow,
};
use crate::{
    base::{
        pattern::compile,
        problem::{Result, refused},
    },
    kentik::filters::Operator,
};
use ipnet::IpNet;
use regex::Regex;
use std::net::IpAddr;

/// What traffic must be.
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// One of the fields passes the comparison.
    Compare(Vec<Field>, Comparison),
}

/// A comparison of one value.
pub enum Comparison {
    /// It is one of these.
    Is(Vec<ExpectedValue>),
    Contains(String),
    Matches(Regex),
    Above(f64),
    Below(f64),
    Bits(u64),
}

/// What a value may be: a text, and what else it can be read as.
pub struct ExpectedValue {
    text: String,
    network: Option<IpNet>,
    range: Option<(u64, u64)>,
}

impl Condition {
    /// The comparison of one field, named as a column.
    pub fn compare(
        name: &str,
        operator: Operator,
        value: &str,
        custom: &CustomDimensions,
    ) -> Result<Self> {
        let fields = fields_named(name, custom)?;
        let invalid = |why: String| refused(format!("`{name}`: {why}"));
        let number = || {
            let number = value.trim().parse::<f64>();
            number.map_err(|_| invalid(format!("`{value}` is no number")))
        };
        let comparison = match operator {
            Operator::Is | Operator::IsNot => {
                Comparison::Is(value.split(',').map(ExpectedValue::of).collect())
            }
            Operator::Contains | Operator::ContainsNot => {
                Comparison::Contains(value.trim_matches('%').to_lowercase())
            }
            Operator::Matches | Operator::MatchesNot => {
                let pattern = compile(value, true);
                Comparison::Matches(pattern.map_err(|why| invalid(why.to_string()))?)
            }
            Operator::Above => Comparison::Above(number()?),
            Operator::Below => Comparison::Below(number()?),
            Operator::Bits => Comparison::Bits(number()? as u64),
        };
        let condition = Condition::Compare(fields, comparison);
        let negated = [Operator::IsNot, Operator::ContainsNot, Operator::MatchesNot];
        Ok(match negated.contains(&operator) {
            true => condition.not(),
            false => condition,
        })
    }
    pub fn not(self) -> Self {
        Condition::Not(Box::new(self))
    }
    /// How many comparisons it is made of, values of a list each.
    pub fn count(&self) -> usize {
        match self {
            Condition::All(some) | Condition::Any(some) => some.iter().map(Self::count).sum(),
            Condition::Not(one) => one.count(),
            Condition::Compare(_, Comparison::Is(values)) => values.len(),
            Condition::Compare(..) => 1,
        }
    }
    pub fn matches(&self, observed: &ObservedFlow, lookup: &Lookup) -> bool {
        match self {
            Condition::All(all) => all.iter().all(|one| one.matches(observed, lookup)),
            Condition::Any(some) => some.iter().any(|one| one.matches(observed, lookup)),
            Condition::Not(one) => !one.matches(observed, lookup),
            Condition::Compare(fields, comparison) => fields
                .iter()
                .any(|field| comparison.passes(observed, *field, lookup)),
        }
    }
}

/// The fields of a name; `src|dst_as` and `l4_src_port|l4_dst_port` mean either.
fn fields_named(name: &str, custom: &CustomDimensions) -> Result<Vec<Field>> {
    let known = |name: &str| custom.named(name).or_else(|| Field::named(name));
    if let Some(field) = known(name) {
        return Ok(vec![field]);
    }
    let both = name.split_once('|').and_then(|(one, other)| {
        let whole = || {
            other
                .split_once('_')
                .map(|(_, rest)| format!("{one}_{rest}"))
        };
        Some(vec![
            known(one).or_else(|| known(&whole()?))?,
            known(other)?,
        ])
    });
    both.ok_or_else(|| {
        let names: Vec<_> = Field::names().collect();
        refused(format!(
            "`filterField`: there is no field `{name}`; there are {}, and custom dimensions",
            names.join(", ")
        ))
    })
}

impl ExpectedValue {
    fn of(text: &str) -> Self {
        let text = text.trim();
        let address = text.parse::<IpAddr>().map(IpNet::from);
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        Self {
            network: address.ok().or_else(|| text.parse().ok()),
            range: first.parse().ok().zip(last.parse().ok()),
            text: text.to_owned(),
        }
    }
    fn is_number(&self, number: u64) -> bool {
        self.range
            .is_some_and(|(first, last)| (first..=last).contains(&number))
    }
    fn is(&self, observed: &ObservedFlow, field: Field, lookup: &Lookup) -> bool {
        match field {
            Field::Address(end) => {
                let address = observed.end(end).address();
                self.network.is_some_and(|net| net.contains(&address))
            }
            Field::Port(end) => self.is_number(observed.end(end).port.into()),
            Field::Interface(end) => self.is_interface(observed, end),
            Field::Protocol if self.is_number(observed.protocol().into()) => true,
            _ => {
                let value = lookup.value(observed, field);
                value.eq_ignore_ascii_case(&self.text)
                    || value.parse().is_ok_and(|number| self.is_number(number))
            }
        }
    }
    /// By its number, its name, or what rows call it.
    fn is_interface(&self, observed: &ObservedFlow, end: FlowEnd) -> bool {
        match observed.end(end).interface {
            None => self.text == "0",
            Some(interface) => {
                self.is_number(interface.snmp_id as u64)
                    || [&interface.name, &interface.label()].contains(&&self.text)
            }
        }
    }
}

impl Comparison {
    fn passes(&self, observed: &ObservedFlow, field: Field, lookup: &Lookup) -> bool {
        let value = || lookup.value(observed, field);
        let number = || match field {
            Field::Protocol => Some(f64::from(observed.protocol())),
            _ => value().parse::<f64>().ok(),
        };
        match self {
            Comparison::Is(some) => some.iter().any(|one| one.is(observed, field, lookup)),
            Comparison::Contains(text) => value().to_lowercase().contains(text),
            Comparison::Matches(pattern) => pattern.is_match(&value()),
            Comparison::Above(bound) => number().is_some_and(|number| number > *bound),
            Comparison::Below(bound) => number().is_some_and(|number| number < *bound),
            Comparison::Bits(bits) => number().is_some_and(|number| number as u64 & bits != 0),
        }
    }
}
