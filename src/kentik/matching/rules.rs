//! What the values of a matching key may be.
use super::values::Values;
use crate::base::problem::{Result, refused};
use ipnet::IpNet;
use std::{net::IpAddr, ops::RangeInclusive};

#[derive(Clone, Copy)]
pub(super) enum ValueRule {
    Any,
    /// An address or a CIDR block.
    Block,
    /// A number up to this one.
    Number(u32),
    /// The same, or a range of such numbers.
    Range(u32),
    /// One number that stands for eight bits.
    Mask,
    Mac,
    Country,
}

/// The block that a text names; an address is the block of itself alone.
pub(super) fn parse_block(text: &str) -> Option<IpNet> {
    let address = text.parse::<IpAddr>().map(IpNet::from);
    address.or_else(|_| text.parse()).ok()
}
/// The numbers that a text names: one, or all from one to another.
pub(super) fn parse_range(text: &str) -> Option<RangeInclusive<u32>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let range = parse_number(first.trim())?..=parse_number(last.trim())?;
    (!range.is_empty()).then_some(range)
}
/// Digits and nothing else: no sign.
fn parse_number(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}
fn is_mac(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_hexdigit).count();
    let only = text
        .bytes()
        .all(|byte| byte.is_ascii_hexdigit() || b":-.".contains(&byte));
    digits == 12 && only
}

impl ValueRule {
    pub(super) fn check(self, name: &str, values: &Values) -> Result<()> {
        // A mask is one number, so a comma has no place in it.
        let broken = match self {
            ValueRule::Mask => Some(values.text()).filter(|text| !self.accepts(text)),
            _ => values.iter().find(|value| !self.accepts(value)),
        };
        broken.map_or(Ok(()), |value| {
            let expected = self.expected();
            Err(refused(format!("`{name}`: `{value}` is not {expected}")))
        })
    }
    fn accepts(self, value: &str) -> bool {
        match self {
            ValueRule::Any => true,
            ValueRule::Block => parse_block(value).is_some(),
            ValueRule::Number(most) => parse_number(value).is_some_and(|number| number <= most),
            ValueRule::Range(most) => parse_range(value).is_some_and(|range| *range.end() <= most),
            ValueRule::Mask => ValueRule::Number(255).accepts(value),
            ValueRule::Mac => is_mac(value),
            ValueRule::Country => {
                value.len() == 2 && value.bytes().all(|b| b.is_ascii_alphabetic())
            }
        }
    }
    fn expected(self) -> String {
        match self {
            ValueRule::Any => "a text".into(),
            ValueRule::Block => "an address or a CIDR block".into(),
            ValueRule::Number(most) => format!("a number from 0 to {most}"),
            ValueRule::Range(most) => format!("a number or a range of numbers from 0 to {most}"),
            ValueRule::Mask => ValueRule::Number(255).expected(),
            ValueRule::Mac => "a MAC address".into(),
            ValueRule::Country => "a country code of two letters".into(),
        }
    }
}
