//! Expressions of a SELECT: columns, sums, numbers and what is made of them.
use super::{grammar::unsupported, value::SqlValue};
use crate::{
    base::problem::{Result, refused},
    kentik::query::{
        columns::{Counter, TrafficDirection},
        fields::Field,
    },
};
use sqlparser::ast::{
    BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator,
    Value as Literal,
};

/// What a column of the result is.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    Key(GroupKey),
    Sum(Counter),
    Number(f64),
    Round(Box<Expression>, i32),
    Arithmetic(Box<Expression>, ArithmeticOperator, Box<Expression>),
}

/// What rows are grouped by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GroupKey {
    /// The start of an interval.
    StartTime,
    Field(Field),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ArithmeticOperator {
    Plus,
    Minus,
    Multiply,
    Divide,
}

/// Columns that are summed, with or without `f_sum_` in front.
const SUMMABLE: [(&str, Counter); 7] = [
    ("both_bytes", Counter::Bytes(TrafficDirection::Both)),
    ("in_bytes", Counter::Bytes(TrafficDirection::In)),
    ("out_bytes", Counter::Bytes(TrafficDirection::Out)),
    ("both_pkts", Counter::Packets(TrafficDirection::Both)),
    ("in_pkts", Counter::Packets(TrafficDirection::In)),
    ("out_pkts", Counter::Packets(TrafficDirection::Out)),
    ("trautocount", Counter::Flows),
];

impl Expression {
    pub fn of(expr: &Expr) -> Result<Self> {
        match expr {
            Expr::Nested(inner) => Self::of(inner),
            Expr::Identifier(name) => Self::column(&name.value),
            Expr::Value(value) => number(&value.value),
            Expr::Function(function) => Self::function(function),
            Expr::UnaryOp {
                op: UnaryOperator::Minus,
                expr,
            } => Ok(Self::Arithmetic(
                Box::new(Self::Number(0.0)),
                ArithmeticOperator::Minus,
                Box::new(Self::of(expr)?),
            )),
            Expr::BinaryOp { left, op, right } => Ok(Self::Arithmetic(
                Box::new(Self::of(left)?),
                ArithmeticOperator::of(op)?,
                Box::new(Self::of(right)?),
            )),
            other => Err(unsupported(other)),
        }
    }
    fn column(name: &str) -> Result<Self> {
        match name.strip_prefix("f_sum_") {
            Some(summed) => summed_column(summed).map(Self::Sum),
            None => GroupKey::named(name).map(Self::Key),
        }
    }
    fn function(function: &Function) -> Result<Self> {
        let name = function.name.to_string().to_lowercase();
        let arguments = arguments(function)?;
        match (name.as_str(), arguments.as_slice()) {
            ("sum", [Expr::Identifier(column)]) => summed_column(&column.value).map(Self::Sum),
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
    /// Shows every part of it.
    pub fn visit(&self, see: &mut impl FnMut(&Expression)) {
        see(self);
        match self {
            Self::Round(inner, _) => inner.visit(see),
            Self::Arithmetic(left, _, right) => {
                left.visit(see);
                right.visit(see);
            }
            Self::Key(_) | Self::Sum(_) | Self::Number(_) => {}
        }
    }
    /// Its value in a row.
    pub fn value(
        &self,
        key: &dyn Fn(GroupKey) -> String,
        sum: &dyn Fn(Counter) -> u64,
    ) -> SqlValue {
        let number = |expression: &Expression| expression.value(key, sum).number();
        match self {
            Self::Key(wanted) => SqlValue::Text(key(*wanted)),
            Self::Sum(counter) => SqlValue::Number(sum(*counter) as f64),
            Self::Number(number) => SqlValue::Number(*number),
            Self::Round(inner, digits) => {
                let scale = 10f64.powi(*digits);
                SqlValue::Number((number(inner) * scale).round() / scale)
            }
            Self::Arithmetic(left, operator, right) => {
                let (left, right) = (number(left), number(right));
                SqlValue::Number(match operator {
                    ArithmeticOperator::Plus => left + right,
                    ArithmeticOperator::Minus => left - right,
                    ArithmeticOperator::Multiply => left * right,
                    ArithmeticOperator::Divide => left / right,
                })
            }
        }
    }
}

impl ArithmeticOperator {
    fn of(operator: &BinaryOperator) -> Result<Self> {
        match operator {
            BinaryOperator::Plus => Ok(Self::Plus),
            BinaryOperator::Minus => Ok(Self::Minus),
            BinaryOperator::Multiply => Ok(Self::Multiply),
            BinaryOperator::Divide => Ok(Self::Divide),
            other => Err(unsupported(other)),
        }
    }
}

impl GroupKey {
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
    pub fn field(self) -> Option<Field> {
        match self {
            GroupKey::StartTime => None,
            GroupKey::Field(field) => Some(field),
        }
    }
    pub fn name(self) -> &'static str {
        match self {
            GroupKey::StartTime => "i_start_time",
            GroupKey::Field(field) => field.column().unwrap_or_default(),
        }
    }
}

fn summed_column(name: &str) -> Result<Counter> {
    let name = name.strip_prefix("f_sum_").unwrap_or(name);
    let found = SUMMABLE.iter().find(|(known, _)| *known == name);
    found.map(|(_, counter)| *counter).ok_or_else(|| {
        let names = SUMMABLE.map(|(name, _)| name).join(", ");
        refused(format!(
            "`query`: there is no column `{name}` to sum; there are {names}"
        ))
    })
}

fn number(value: &Literal) -> Result<Expression> {
    match value {
        Literal::Number(digits, _) => {
            let number = digits.parse().map_err(|_| unsupported(digits));
            number.map(Expression::Number)
        }
        other => Err(unsupported(other)),
    }
}

fn arguments(function: &Function) -> Result<Vec<&Expr>> {
    let is_plain = function.over.is_none() && function.filter.is_none();
    match &function.args {
        FunctionArguments::List(list)
            if is_plain && list.duplicate_treatment.is_none() && list.clauses.is_empty() =>
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
