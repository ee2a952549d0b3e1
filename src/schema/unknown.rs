//! What a client sends that an object does not have: taken out, and told with what may have been meant.
use super::{
    fields::Fields,
    rule::{Property, Rule},
};
use crate::base::{
    brief::shortened,
    firmware::Firmware,
    nearest::nearest,
    problem::{Result, malformed},
};
use serde_json::{Map, Number, Value};
use std::fmt::Display;

impl Fields {
    /// Takes out what the object does not have at any depth, and names each.
    pub fn take_unknown(&self, sent: &mut Map<String, Value>, firmware: Firmware) -> Vec<String> {
        let mut found = vec![];
        self.whole.take_from(sent, &"", firmware, &mut found);
        found
    }
    /// A name of more than 100 characters is no slip: where there are no free names, it is refused.
    pub fn need_short_names(&self, sent: &Map<String, Value>) -> Result<()> {
        let long = |name: &&String| name.chars().count() > 100;
        match sent.keys().find(long) {
            Some(name) if !self.whole.is_open() => Err(malformed(format!(
                "`{}` is too long for the name of a field",
                shortened(name)
            ))),
            _ => Ok(()),
        }
    }
    /// Names each parameter of a query that the operation does not have.
    pub fn unknown_parameters(&self, query: &str, firmware: Firmware) -> Vec<String> {
        let names = form_urlencoded::parse(query.as_bytes());
        names
            .filter_map(|(name, _)| self.whole.tell(&name, &"", firmware))
            .collect()
    }
}

impl Rule {
    fn take(
        &self,
        place: &dyn Display,
        value: &mut Value,
        firmware: Firmware,
        found: &mut Vec<String>,
    ) {
        match value {
            Value::Object(fields) => {
                if let Some(rule) = self.only("object") {
                    rule.take_from(fields, &format_args!("{place}."), firmware, found);
                }
            }
            Value::Array(items) => {
                let rule = self.only("array").and_then(|rule| rule.items.as_deref());
                for (i, item) in items.iter_mut().enumerate() {
                    if let Some(rule) = rule {
                        rule.take(&format_args!("{place}[{i}]"), item, firmware, found);
                    }
                }
            }
            Value::Number(number) if self.takes("integer") && !self.takes("number") => {
                if let Some(whole) = whole_number(number) {
                    *value = whole.into();
                }
            }
            _ => {}
        }
    }
    /// The rule for values of a type, where there is just one.
    fn only(&self, kind: &str) -> Option<&Rule> {
        if self.any_of.is_empty() {
            return Some(self);
        }
        let mut rules = self.any_of.iter().filter(|rule| rule.takes(kind));
        rules.next().filter(|_| rules.next().is_none())
    }
    fn take_from(
        &self,
        fields: &mut Map<String, Value>,
        before: &dyn Display,
        firmware: Firmware,
        found: &mut Vec<String>,
    ) {
        fields.retain(|name, value| {
            if let Some(told) = self.tell(name, before, firmware) {
                found.push(told);
                return false;
            }
            let known = self.properties.iter().find(|own| own.name == *name);
            let rule = known.map(|own| &own.rule).or(self.others.as_deref());
            if let Some(rule) = rule {
                rule.take(&format_args!("{before}{name}"), value, firmware, found);
            }
            true
        });
    }
    /// What is said of a name that there is not; nothing of one that there is.
    fn tell(&self, name: &str, before: &dyn Display, firmware: Firmware) -> Option<String> {
        let told = |hint: String| Some(format!("`{before}{}`{hint}", shortened(name)));
        match self.properties.iter().find(|own| own.name == name) {
            Some(known) if known.lifetime.has(firmware) => return None,
            Some(known) => return told(format!(" ({})", known.lifetime)),
            None => {}
        }
        if let Some((_, since)) = self.elsewhere.iter().find(|(later, _)| later == name) {
            return told(format!(" (firmware {since} has it)"));
        }
        if self.is_open() {
            return None;
        }
        let has = |own: &&Property| own.lifetime.has(firmware) && !own.read_only;
        let names = self.properties.iter().filter(has).map(|own| &*own.name);
        told(nearest(name, names).map_or(String::new(), |near| format!(" (nearest: `{near}`)")))
    }
    /// Whether there may be more than the schema names.
    fn is_open(&self) -> bool {
        self.others.is_some() || (self.properties.is_empty() && !self.closed)
    }
}

/// `2.0` and `2e0` are the integer 2, as JSON Schema says.
fn whole_number(number: &Number) -> Option<i64> {
    /// Up to here each integer is a number of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let float = number.as_f64().filter(|_| number.is_f64())?;
    (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_there_is_not_is_taken_out_and_told_at_any_depth() {
        let port = json!({"type": "object", "properties": {"number": {"type": "integer"}, "speed": {"type": "integer", "x-since": "9.8"}}, "additionalProperties": false});
        let schema = json!({"type": "object", "x-elsewhere": {"filter": "8.6"}, "properties": {"id": {"readOnly": true}, "name": {"type": "string"}, "ports": {"type": "array", "items": port}, "main": {"anyOf": [port, {"type": "null"}]}, "free": {"type": "object", "additionalProperties": true}}});
        let fields = Fields::from_schema(&schema);
        let mut sent = json!({"id": 5, "nmae": 1, "Name": 2, "filter": {}, "ports": [{"numbr": 1, "number": 2}], "main": {"speed": 1}, "free": {"any": 1}, "qqqqqq": 1});
        let sent = sent.as_object_mut().unwrap();
        let told = fields.take_unknown(sent, Firmware::FIRST);
        assert_eq!(
            told,
            [
                "`nmae` (nearest: `name`)",
                "`Name` (nearest: `name`)",
                "`filter` (firmware 8.6 has it)",
                "`ports[0].numbr` (nearest: `number`)",
                "`main.speed` (firmware 9.8 and later have it)",
                "`qqqqqq`"
            ]
        );
        assert_eq!(
            Value::from(sent.clone()),
            json!({"id": 5, "ports": [{"number": 2}], "main": {}, "free": {"any": 1}})
        );
        let told = fields.unknown_parameters("name=1&nam=2", Firmware::FIRST);
        assert_eq!(told, ["`nam` (nearest: `name`)"]);
    }
}
