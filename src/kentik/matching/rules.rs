//! What the values of a matching key may be.
use super::Values;
use crate::base::problem::{Result, refused};
use ipnet::IpNet;
use std::{net::IpAddr, ops::RangeInclusive};

#[derive(Clone, Copy)]
pub(super) enum Rule {
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
pub(super) fn block(text: &str) -> Option<IpNet> {
    let address = text.parse::<IpAddr>().map(IpNet::from);
    address.or_else(|_| text.parse()).ok()
}
/// The numbers that a text names: one, or all from one to another.
pub(super) fn range(text: &str) -> Option<RangeInclusive<u32>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let range = number(first.trim())?..=number(last.trim())?;
    (!range.is_empty()).then_some(range)
}
/// Digits and nothing else: no sign.
fn number(text: &str) -> Option<u32> {
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

impl Rule {
    pub(super) fn check(self, name: &str, values: &Values) -> Result<()> {
        // A mask is one number, so a comma has no place in it.
        let broken = match self {
            Rule::Mask => Some(values.text()).filter(|text| !self.takes(text)),
            _ => values.iter().find(|value| !self.takes(value)),
        };
        broken.map_or(Ok(()), |value| {
            let wanted = self.wanted();
            Err(refused(format!("`{name}`: `{value}` is not {wanted}")))
        })
    }
    fn takes(self, value: &str) -> bool {
        match self {
            Rule::Any => true,
            Rule::Block => block(value).is_some(),
            Rule::Number(most) => number(value).is_some_and(|number| number <= most),
            Rule::Range(most) => range(value).is_some_and(|range| *range.end() <= most),
            Rule::Mask => Rule::Number(255).takes(value),
            Rule::Mac => is_mac(value),
            Rule::Country => value.len() == 2 && value.bytes().all(|b| b.is_ascii_alphabetic()),
        }
    }
    fn wanted(self) -> String {
        match self {
            Rule::Any => "a text".into(),
            Rule::Block => "an address or a CIDR block".into(),
            Rule::Number(most) => format!("a number from 0 to {most}"),
            Rule::Range(most) => format!("a number or a range of numbers from 0 to {most}"),
            Rule::Mask => Rule::Number(255).wanted(),
            Rule::Mac => "a MAC address".into(),
            Rule::Country => "a country code of two letters".into(),
        }
    }
}
