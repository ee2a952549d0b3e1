//! Filters made ready to look at much traffic.
use super::{
    ask::SavedFilterUse,
    fields::{End, Field},
    lenient::is_set,
    sight::{Lookup, Sight},
};
use crate::{
    base::problem::{Result, refused},
    kentik::{
        filters::{Connector, FilterGroup, Filters, Operator},
        saved_filters::SavedFilter,
        types::Number,
    },
    store::State,
};
use ipnet::IpNet;
use regex::{Regex, RegexBuilder};
use serde_json::Value;
use std::net::IpAddr;

/// What traffic must be.
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// One of the fields passes the test.
    Test(Vec<Field>, Test),
}

/// A test of one value.
pub enum Test {
    /// It is one of these.
    Is(Vec<Wanted>),
    Contains(String),
    Matches(Regex),
    Above(f64),
    Below(f64),
    Bits(u64),
}

/// What a value may be: a text, and what else it can be read as.
pub struct Wanted {
    text: String,
    network: Option<IpNet>,
    range: Option<(u64, u64)>,
}

impl Condition {
    pub fn of(filters: &Filters, lookup: &Lookup, state: &State) -> Result<Self> {
        Reader { lookup, state }.filters(filters, 0)
    }
    /// A saved filter, or what does not match it.
    pub fn saved(used: &SavedFilterUse, lookup: &Lookup, state: &State) -> Result<Self> {
        Reader { lookup, state }.saved(used, 0)
    }
    /// The test of one field, named as a column.
    pub fn test(name: &str, operator: Operator, value: &str, lookup: &Lookup) -> Result<Self> {
        let fields = fields(name, lookup)?;
        let broken = |why: String| refused(format!("`{name}`: {why}"));
        let number = || {
            let number = value.trim().parse::<f64>();
            number.map_err(|_| broken(format!("`{value}` is no number")))
        };
        let test = match operator {
            Operator::Is | Operator::IsNot => Test::Is(value.split(',').map(Wanted::of).collect()),
            Operator::Contains | Operator::ContainsNot => {
                Test::Contains(value.trim_matches('%').to_lowercase())
            }
            Operator::Matches | Operator::MatchesNot => {
                let pattern = RegexBuilder::new(value).case_insensitive(true).build();
                Test::Matches(
                    pattern.map_err(|_| broken(format!("`{value}` is no regular expression")))?,
                )
            }
            Operator::Above => Test::Above(number()?),
            Operator::Below => Test::Below(number()?),
            Operator::Bits => Test::Bits(number()? as u64),
        };
        let condition = Condition::Test(fields, test);
        let negated = [Operator::IsNot, Operator::ContainsNot, Operator::MatchesNot];
        Ok(match negated.contains(&operator) {
            true => condition.not(),
            false => condition,
        })
    }
    pub fn not(self) -> Self {
        Condition::Not(Box::new(self))
    }
    pub fn holds(&self, sight: &Sight, lookup: &Lookup) -> bool {
        match self {
            Condition::All(all) => all.iter().all(|one| one.holds(sight, lookup)),
            Condition::Any(some) => some.iter().any(|one| one.holds(sight, lookup)),
            Condition::Not(one) => !one.holds(sight, lookup),
            Condition::Test(fields, test) => fields
                .iter()
                .any(|field| test.passes(sight, *field, lookup)),
        }
    }
}

/// Where names in filters are looked up.
#[derive(Clone, Copy)]
struct Reader<'a> {
    lookup: &'a Lookup,
    state: &'a State,
}

/// How deep saved filters may be in saved filters.
const DEEPEST: usize = 8;

impl Reader<'_> {
    fn filters(self, filters: &Filters, depth: usize) -> Result<Condition> {
        let groups = filters
            .filter_groups
            .iter()
            .map(|one| self.group(one, depth));
        Ok(joined(filters.connector, groups.collect::<Result<_>>()?))
    }
    fn group(self, group: &FilterGroup, depth: usize) -> Result<Condition> {
        let mut parts = vec![];
        for one in &group.filters {
            let (name, value) = (&one.filter_field, &one.filter_value);
            parts.push(Condition::test(name, one.operator, value, self.lookup)?);
        }
        for inner in group.groups() {
            parts.push(self.group(inner, depth)?);
        }
        for used in group.saved_filters.iter().flatten().flatten() {
            let used: SavedFilterUse = serde_json::from_value(Value::Object(used.clone()))
                .map_err(|why| refused(format!("`saved_filters`: {why}")))?;
            parts.push(self.saved(&used, depth + 1)?);
        }
        let condition = joined(group.connector, parts);
        Ok(match group.is_negated() {
            true => condition.not(),
            false => condition,
        })
    }
    fn saved(self, used: &SavedFilterUse, depth: usize) -> Result<Condition> {
        let id = used.filter_id;
        let Number(id) = id.ok_or_else(|| refused("`saved_filters`: `filter_id` is required"))?;
        let saved = self.state.get::<SavedFilter>(id);
        let saved = saved.map_err(|why| refused(format!("`saved_filters`: {why}")))?;
        if depth >= DEEPEST {
            return Err(refused("`saved_filters`: a saved filter is made of itself"));
        }
        let condition = self.filters(&saved.filters, depth)?;
        Ok(match is_set(used.is_not) {
            true => condition.not(),
            false => condition,
        })
    }
}

/// Conditions that must all hold, or one of them.
fn joined(connector: Connector, parts: Vec<Condition>) -> Condition {
    match connector {
        Connector::Any if !parts.is_empty() => Condition::Any(parts),
        _ => Condition::All(parts),
    }
}

/// The fields of a name; `src|dst_as` and `l4_src_port|l4_dst_port` mean either.
fn fields(name: &str, lookup: &Lookup) -> Result<Vec<Field>> {
    let known = |name: &str| lookup.custom(name).or_else(|| Field::named(name));
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

impl Wanted {
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
    fn is(&self, sight: &Sight, field: Field, lookup: &Lookup) -> bool {
        match field {
            Field::Address(end) => {
                let address = sight.side(end).address();
                self.network.is_some_and(|net| net.contains(&address))
            }
            Field::Port(end) => self.is_number(sight.side(end).port.into()),
            Field::Interface(end) => self.is_interface(sight, end),
            Field::Protocol if self.is_number(sight.protocol().into()) => true,
            _ => {
                let value = lookup.value(sight, field);
                value.eq_ignore_ascii_case(&self.text)
                    || value.parse().is_ok_and(|number| self.is_number(number))
            }
        }
    }
    /// By its number, its name, or what rows call it.
    fn is_interface(&self, sight: &Sight, end: End) -> bool {
        match sight.side(end).interface {
            None => self.text == "0",
            Some(port) => {
                self.is_number(port.snmp_id as u64)
                    || [&port.name, &port.label()].contains(&&self.text)
            }
        }
    }
}

impl Test {
    fn passes(&self, sight: &Sight, field: Field, lookup: &Lookup) -> bool {
        let value = || lookup.value(sight, field);
        let number = || match field {
            Field::Protocol => Some(f64::from(sight.protocol())),
            _ => value().parse::<f64>().ok(),
        };
        match self {
            Test::Is(some) => some.iter().any(|one| one.is(sight, field, lookup)),
            Test::Contains(text) => value().to_lowercase().contains(text),
            Test::Matches(pattern) => pattern.is_match(&value()),
            Test::Above(bound) => number().is_some_and(|number| number > *bound),
            Test::Below(bound) => number().is_some_and(|number| number < *bound),
            Test::Bits(bits) => number().is_some_and(|number| number as u64 & bits != 0),
        }
    }
}
