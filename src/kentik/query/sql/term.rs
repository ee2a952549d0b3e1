//! Expressions of a SELECT: columns, sums, numbers and what is made of them.
use super::unsupported;
use crate::{
    base::problem::{Result, refused},
    kentik::query::{
        fields::Field,
        measures::{Count, Way},
    },
};
use serde_json::Value;
use sqlparser::ast::{
    BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator,
    Value as Literal,
};
use std::cmp::Ordering;

/// What a column of the result is.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    Key(Key),
    Sum(Count),
    Number(f64),
    Round(Box<Term>, i32),
    Combined(Box<Term>, Operation, Box<Term>),
}

/// What rows are apart by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Key {
    /// The start of an interval.
    StartTime,
    Field(Field),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operation {
    Plus,
    Minus,
    Times,
    Over,
}

/// Columns that are summed, with or without `f_sum_` in front.
const COUNTS: [(&str, Count); 7] = [
    ("both_bytes", Count::Bytes(Way::Both)),
    ("in_bytes", Count::Bytes(Way::In)),
    ("out_bytes", Count::Bytes(Way::Out)),
    ("both_pkts", Count::Packets(Way::Both)),
    ("in_pkts", Count::Packets(Way::In)),
    ("out_pkts", Count::Packets(Way::Out)),
    ("trautocount", Count::Flows),
];

impl Term {
    pub fn of(expr: &Expr) -> Result<Self> {
        match expr {
            Expr::Nested(inner) => Self::of(inner),
            Expr::Identifier(name) => Self::column(&name.value),
            Expr::Value(value) => number(&value.value),
            Expr::Function(function) => Self::function(function),
            Expr::UnaryOp {
                op: UnaryOperator::Minus,
                expr,
            } => Ok(Self::Combined(
                Box::new(Self::Number(0.0)),
                Operation::Minus,
                Box::new(Self::of(expr)?),
            )),
            Expr::BinaryOp { left, op, right } => Ok(Self::Combined(
                Box::new(Self::of(left)?),
                Operation::of(op)?,
                Box::new(Self::of(right)?),
            )),
            other => Err(unsupported(other)),
        }
    }
    fn column(name: &str) -> Result<Self> {
        match name.strip_prefix("f_sum_") {
            Some(summed) => count(summed).map(Self::Sum),
            None => Key::named(name).map(Self::Key),
        }
    }
    fn function(function: &Function) -> Result<Self> {
        let name = function.name.to_string().to_lowercase();
        let arguments = arguments(function)?;
        match (name.as_str(), arguments.as_slice()) {
            ("sum", [Expr::Identifier(column)]) => count(&column.value).map(Self::Sum),
            ("round", [inner]) => Ok(Self::Round(Box::new(Self::of(inner)?), 0)),
            ("round", [inner, digits]) => {
                let Self::Number(digits) = Self::of(digits)? else {
                    return Err(unsupported(function));
                };
                Ok(Self::Round(Box::new(Self::of(inner)?), digits as i32))
            }
            _ => Err(unsupported(function)),
        }
    }
    /// Every part of it.
    pub fn each(&self, see: &mut impl FnMut(&Term)) {
        see(self);
        match self {
            Self::Round(inner, _) => inner.each(see),
            Self::Combined(left, _, right) => {
                left.each(see);
                right.each(see);
            }
            Self::Key(_) | Self::Sum(_) | Self::Number(_) => {}
        }
    }
    /// Its value in a row.
    pub fn value(&self, key: &dyn Fn(Key) -> String, sum: &dyn Fn(Count) -> u64) -> Cell {
        let number = |term: &Term| term.value(key, sum).number();
        match self {
            Self::Key(wanted) => Cell::Text(key(*wanted)),
            Self::Sum(count) => Cell::Number(sum(*count) as f64),
            Self::Number(number) => Cell::Number(*number),
            Self::Round(inner, digits) => {
                let scale = 10f64.powi(*digits);
                Cell::Number((number(inner) * scale).round() / scale)
            }
            Self::Combined(left, operation, right) => {
                let (left, right) = (number(left), number(right));
                Cell::Number(match operation {
                    Operation::Plus => left + right,
                    Operation::Minus => left - right,
                    Operation::Times => left * right,
                    Operation::Over => left / right,
                })
            }
        }
    }
}

impl Operation {
    fn of(operator: &BinaryOperator) -> Result<Self> {
        match operator {
            BinaryOperator::Plus => Ok(Self::Plus),
            BinaryOperator::Minus => Ok(Self::Minus),
            BinaryOperator::Multiply => Ok(Self::Times),
            BinaryOperator::Divide => Ok(Self::Over),
            other => Err(unsupported(other)),
        }
    }
}

impl Key {
    pub fn named(name: &str) -> Result<Self> {
        if name == "i_start_time" {
            return Ok(Self::StartTime);
        }
        Field::named(name).map(Self::Field).ok_or_else(|| {
            let names: Vec<_> = Field::names().collect();
            refused(format!(
                "`query`: there is no column `{name}` to choose or group by; there are i_start_time, {}",
                names.join(", ")
            ))
        })
    }
}

fn count(name: &str) -> Result<Count> {
    let name = name.strip_prefix("f_sum_").unwrap_or(name);
    let found = COUNTS.iter().find(|(known, _)| *known == name);
    found.map(|(_, count)| *count).ok_or_else(|| {
        let names = COUNTS.map(|(name, _)| name).join(", ");
        refused(format!(
            "`query`: there is no column `{name}` to sum; there are {names}"
        ))
    })
}

fn number(value: &Literal) -> Result<Term> {
    match value {
        Literal::Number(digits, _) => {
            let number = digits.parse().map_err(|_| unsupported(digits));
            number.map(Term::Number)
        }
        other => Err(unsupported(other)),
    }
}

fn arguments(function: &Function) -> Result<Vec<&Expr>> {
    let plain = function.over.is_none() && function.filter.is_none();
    match &function.args {
        FunctionArguments::List(list)
            if plain && list.duplicate_treatment.is_none() && list.clauses.is_empty() =>
        {
            let argument = |argument| match argument {
                &FunctionArg::Unnamed(FunctionArgExpr::Expr(ref expr)) => Ok(expr),
                _ => Err(unsupported(function)),
            };
            list.args.iter().map(argument).collect()
        }
        _ => Err(unsupported(function)),
    }
}

/// A value in a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    Number(f64),
}

impl Cell {
    fn number(&self) -> f64 {
        match self {
            Self::Text(text) => text.parse().unwrap_or(f64::NAN),
            Self::Number(number) => *number,
        }
    }
    pub fn compare(&self, other: &Cell) -> Ordering {
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

impl From<Cell> for Value {
    /// Whole numbers have no point; what cannot be computed is null.
    fn from(cell: Cell) -> Value {
        match cell {
            Cell::Text(text) => text.into(),
            Cell::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
                (number as i64).into()
            }
            Cell::Number(number) => number.into(),
        }
    }
}
