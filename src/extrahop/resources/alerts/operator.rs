//! How a metric is compared with a number.
use crate::base::problem::{Result, refused};
use schemars::Schema;
use serde_json::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Equal,
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
}

impl Operator {
    const ALL: [(&str, Operator); 5] = [
        ("==", Self::Equal),
        (">", Self::Greater),
        ("<", Self::Less),
        (">=", Self::GreaterOrEqual),
        ("<=", Self::LessOrEqual),
    ];

    /// Puts their names into the schema of a field.
    pub fn list(schema: &mut Schema) {
        let names = Self::ALL.iter().map(|(name, _)| Value::from(*name));
        let names: Vec<_> = names.chain([Value::Null]).collect();
        schema.insert("enum".into(), names.into());
    }
    pub fn of(text: &str) -> Result<Self> {
        let known = Self::ALL.iter().find(|(name, _)| *name == text);
        known.map(|(_, operator)| *operator).ok_or_else(|| {
            let names = Self::ALL.map(|(name, _)| format!("\"{name}\"")).join(", ");
            refused(format!("`operator` must be one of {names}"))
        })
    }
    pub fn holds(self, value: f64, operand: f64) -> bool {
        match self {
            Self::Equal => value == operand,
            Self::Greater => value > operand,
            Self::Less => value < operand,
            Self::GreaterOrEqual => value >= operand,
            Self::LessOrEqual => value <= operand,
        }
    }
}
