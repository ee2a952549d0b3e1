//! A value in a row of a SELECT.
use serde_json::Value;
use std::cmp::Ordering;

/// A value in a row.
#[derive(Clone, Debug, PartialEq)]
pub enum SqlValue {
    Text(String),
    Number(f64),
}

impl SqlValue {
    pub fn number(&self) -> f64 {
        match self {
            Self::Text(text) => text.parse().unwrap_or(f64::NAN),
            Self::Number(number) => *number,
        }
    }
    pub fn compare(&self, other: &SqlValue) -> Ordering {
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => one.total_cmp(other),
            (Self::Text(one), Self::Text(other)) => {
                let numbers = one.parse::<f64>().ok().zip(other.parse::<f64>().ok());
                numbers.map_or_else(|| one.cmp(other), |(one, other)| one.total_cmp(&other))
            }
            (Self::Number(_), Self::Text(_)) => Ordering::Less,
            (Self::Text(_), Self::Number(_)) => Ordering::Greater,
        }
    }
}

impl From<SqlValue> for Value {
    /// Whole numbers have no point; what cannot be computed is null.
    fn from(cell: SqlValue) -> Value {
        match cell {
            SqlValue::Text(text) => text.into(),
            SqlValue::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
                (number as i64).into()
            }
            SqlValue::Number(number) => number.into(),
        }
    }
}
