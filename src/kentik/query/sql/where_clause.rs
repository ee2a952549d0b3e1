//! WHERE: the time range, and conditions on what the traffic is.
use super::grammar::unsupported;
use crate::{
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    kentik::{
        filters::Operator,
        query::{
            condition::Condition, custom_dimensions::CustomDimensions, time_range::parse_query_time,
        },
    },
};
use sqlparser::ast::{BinaryOperator, Expr, UnaryOperator, Value};

/// A larger number is a time in seconds since 1970, a smaller one a time before now.
const EPOCH: i64 = 1_000_000_000;

/// From when, until when, and which traffic.
#[derive(Default)]
pub struct WhereClause {
    pub from: Option<TimeBound>,
    pub until: Option<TimeBound>,
    conditions: Vec<Condition>,
}

/// An end of the time range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TimeBound {
    At(Millis),
    /// Seconds before now.
    SecondsAgo(i64),
}

impl TimeBound {
    pub fn at(self, now: Millis) -> Millis {
        match self {
            TimeBound::At(at) => at,
            TimeBound::SecondsAgo(seconds) => now.saturating_sub(seconds.saturating_mul(1000)),
        }
    }
}

impl WhereClause {
    pub fn of(selection: Option<&Expr>) -> Result<Self> {
        let mut where_clause = Self::default();
        // A long chain of ANDs leans to the left.
        let mut pending = selection.into_iter().collect::<Vec<_>>();
        while let Some(expr) = pending.pop() {
            match expr {
                Expr::BinaryOp {
                    left,
                    op: BinaryOperator::And,
                    right,
                } => pending.extend([left.as_ref(), right.as_ref()]),
                Expr::Nested(inner) => pending.push(inner),
                other => where_clause.add(other)?,
            }
        }
        Ok(where_clause)
    }
    pub fn condition(self) -> Condition {
        Condition::All(self.conditions)
    }
    /// A part that must hold.
    fn add(&mut self, expr: &Expr) -> Result<()> {
        match expr {
            Expr::BinaryOp { left, op, right } if is_time(left) => self.add_bound(left, op, right),
            Expr::Between {
                expr,
                negated: false,
                low,
                high,
            } if is_time(expr) => {
                self.add_bound(expr, &BinaryOperator::GtEq, low)?;
                self.add_bound(expr, &BinaryOperator::LtEq, high)
            }
            other => {
                self.conditions.push(condition(other)?);
                Ok(())
            }
        }
    }
    fn add_bound(&mut self, column: &Expr, operator: &BinaryOperator, value: &Expr) -> Result<()> {
        let bound = time_bound(value)?;
        match operator {
            BinaryOperator::Gt | BinaryOperator::GtEq => self.from = Some(bound),
            BinaryOperator::Lt | BinaryOperator::LtEq => self.until = Some(bound),
            other => {
                return Err(refused(format!(
                    "`query`: {column} is compared with >, >=, <, <= or BETWEEN, not with {other}"
                )));
            }
        }
        Ok(())
    }
}

fn is_time(expr: &Expr) -> bool {
    matches!(expr, Expr::Identifier(name) if ["i_start_time", "ctimestamp"].contains(&name.value.as_str()))
}

fn time_bound(expr: &Expr) -> Result<TimeBound> {
    let text = literal(expr)?;
    match text.parse::<i64>() {
        Ok(seconds) if seconds >= EPOCH => Ok(TimeBound::At(seconds.saturating_mul(1000))),
        Ok(seconds) => Ok(TimeBound::SecondsAgo(seconds)),
        Err(_) => {
            let at = parse_query_time(&text).map_err(|why| refused(format!("`query`: {why}")));
            at.map(TimeBound::At)
        }
    }
}

/// A number, text or truth as a text.
fn literal(expr: &Expr) -> Result<String> {
    let Expr::Value(value) = expr else {
        return Err(unsupported(expr));
    };
    match &value.value {
        Value::Number(digits, _) => Ok(digits.clone()),
        Value::SingleQuotedString(text) => Ok(text.clone()),
        Value::DollarQuotedString(text) => Ok(text.value.clone()),
        Value::Boolean(truth) => Ok(truth.to_string()),
        other => Err(unsupported(other)),
    }
}

fn condition(expr: &Expr) -> Result<Condition> {
    match expr {
        Expr::Nested(inner) => condition(inner),
        Expr::UnaryOp {
            op: UnaryOperator::Not,
            expr,
        } => Ok(condition(expr)?.not()),
        Expr::BinaryOp { left, op, right } => match op {
            BinaryOperator::And => Ok(Condition::All(vec![condition(left)?, condition(right)?])),
            BinaryOperator::Or => Ok(Condition::Any(vec![condition(left)?, condition(right)?])),
            other => comparison(left, other, right),
        },
        Expr::InList {
            expr,
            list,
            negated,
        } => {
            let items = list
                .iter()
                .map(|item| column_condition(expr, Operator::Is, item));
            let any = Condition::Any(items.collect::<Result<_>>()?);
            Ok(if *negated { any.not() } else { any })
        }
        Expr::ILike {
            negated,
            expr,
            pattern,
            ..
        } => {
            let found = column_condition(expr, Operator::Contains, pattern)?;
            Ok(if *negated { found.not() } else { found })
        }
        other => Err(unsupported(other)),
    }
}

fn comparison(left: &Expr, operator: &BinaryOperator, right: &Expr) -> Result<Condition> {
    let of = |operator| column_condition(left, operator, right);
    match operator {
        BinaryOperator::Eq => of(Operator::Is),
        BinaryOperator::NotEq => of(Operator::IsNot),
        BinaryOperator::Gt => of(Operator::Above),
        BinaryOperator::Lt => of(Operator::Below),
        BinaryOperator::GtEq => Ok(of(Operator::Below)?.not()),
        BinaryOperator::LtEq => Ok(of(Operator::Above)?.not()),
        BinaryOperator::PGRegexMatch => of(Operator::Matches),
        BinaryOperator::PGRegexNotMatch => of(Operator::MatchesNot),
        other => Err(unsupported(other)),
    }
}

fn column_condition(column: &Expr, operator: Operator, value: &Expr) -> Result<Condition> {
    let Expr::Identifier(name) = column else {
        return Err(unsupported(column));
    };
    if is_time(column) {
        return Err(refused(format!(
            "`query`: {column} can only be one of the conditions that all must hold"
        )));
    }
    Condition::compare(
        &name.value,
        operator,
        &literal(value)?,
        &CustomDimensions::default(),
    )
}
