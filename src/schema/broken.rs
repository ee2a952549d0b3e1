//! Where in a value a rule is broken, told with the value and what was probably meant.
use super::{fields::Fields, kinds::kind_of, rule::Rule};
use crate::base::{brief::shortened, firmware::Firmware, nearest::instead};
use serde_json::{Map, Value};

impl Fields {
    /// What is said of the first thing that breaks the schema, a name that there is not among them.
    pub fn first_broken(&self, whole: &Map<String, Value>, firmware: Firmware) -> Option<String> {
        if self.whole.closed
            && let Some(told) = self.whole.unknown_name("", whole)
        {
            return Some(told);
        }
        let properties = self.whole.properties.iter();
        let mut given = properties.filter_map(|own| Some((own, whole.get(&own.name)?)));
        given.find_map(|(own, value)| own.rule.broken(&own.name, value, firmware))
    }
}

impl Rule {
    /// What is said of the innermost part of a value that breaks its rule.
    pub fn broken(&self, place: &str, value: &Value, firmware: Firmware) -> Option<String> {
        let kind = match value {
            Value::Array(_) => "array",
            Value::Object(_) => "object",
            _ => return self.broken_alone(place, value, firmware),
        };
        let inner = match self.any_of.is_empty() {
            true => Some(self),
            false => {
                let mut takers = self.any_of.iter().filter(|rule| rule.takes(kind));
                takers.next().filter(|_| takers.next().is_none())
            }
        };
        let found = match (inner, value) {
            (Some(rule), Value::Array(items)) => rule.items.as_ref().and_then(|rule| {
                let mut items = items.iter().enumerate();
                items.find_map(|(i, item)| rule.broken(&format!("{place}[{i}]"), item, firmware))
            }),
            (Some(rule), Value::Object(fields)) => rule.broken_inside(place, fields, firmware),
            _ => None,
        };
        found.or_else(|| self.broken_alone(place, value, firmware))
    }
    fn broken_inside(
        &self,
        place: &str,
        fields: &Map<String, Value>,
        firmware: Firmware,
    ) -> Option<String> {
        if self.closed
            && let Some(told) = self.unknown_name(&format!("{place}."), fields)
        {
            return Some(told);
        }
        let properties = self.properties.iter();
        let mut given = properties.filter_map(|own| Some((own, fields.get(&own.name)?)));
        given.find_map(|(own, value)| {
            own.rule
                .broken(&format!("{place}.{}", own.name), value, firmware)
        })
    }
    /// What is said of a value as a whole.
    fn broken_alone(&self, place: &str, value: &Value, firmware: Firmware) -> Option<String> {
        let why = self.check(place, value, firmware).err()?.to_string();
        let names = self.names(firmware);
        let given = match value {
            Value::String(text) => text.clone(),
            Value::Array(_) | Value::Object(_) => return Some(why),
            other => other.to_string(),
        };
        let given = shortened(&given);
        if !names.is_empty() && value.is_string() {
            return Some(format!(
                "`{place}`: there is no `{given}`{}",
                instead(&given, &names)
            ));
        }
        let kind = format!(", not {}", kind_of(value));
        let why = why.strip_suffix(&kind).unwrap_or(&why);
        let hint = if self.takes("string") && !value.is_null() && !value.is_string() {
            format!(": put it in quotes, \"{given}\"")
        } else if self.takes("array") && !value.is_null() {
            format!(": put it in brackets, [{given}]")
        } else if self.takes("boolean") {
            ": write true or false".to_owned()
        } else {
            String::new()
        };
        Some(format!("{why}, not `{given}`{hint}"))
    }
    /// The texts that are allowed, where only some are.
    fn names(&self, firmware: Firmware) -> Vec<&str> {
        let own = self.values.iter().flatten();
        let own = own.filter(|(_, lifetime)| lifetime.has(firmware));
        let inner = self.any_of.iter().flat_map(|rule| rule.names(firmware));
        own.filter_map(|(value, _)| value.as_str())
            .chain(inner)
            .collect()
    }
    fn is_free(&self) -> bool {
        self.types.is_empty() && self.any_of.is_empty() && self.values.is_none()
    }
    fn unknown_name(&self, before: &str, fields: &Map<String, Value>) -> Option<String> {
        let known = |name: &String| self.properties.iter().any(|own| own.name == *name);
        let unknown = fields.keys().find(|name| !known(name))?;
        // Fields without a rule are those that only exports write.
        let told = self.properties.iter().filter(|own| !own.rule.is_free());
        let names: Vec<&str> = told.map(|own| &*own.name).collect();
        Some(format!(
            "there is no `{before}{}`{}",
            shortened(unknown),
            instead(unknown, &names)
        ))
    }
}
