//! WHERE: the span, and conditions on what the traffic is.
use super::unsupported;
use crate::{
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    kentik::{
        filters::Operator,
        query::{conditions::Condition, sight::Lookup, span::moment},
    },
};
use sqlparser::ast::{BinaryOperator, Expr, UnaryOperator, Value};

/// A larger number is a moment in seconds since 1970, a smaller one a time before now.
const EPOCH: i64 = 1_000_000_000;

/// From when, until when, and which traffic.
#[derive(Default)]
pub struct Where {
    pub from: Option<Edge>,
    pub until: Option<Edge>,
    conditions: Vec<Condition>,
}

/// An end of the span.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Edge {
    At(Millis),
    /// Seconds before now.
    Ago(i64),
}

impl Edge {
    pub fn moment(self, now: Millis) -> Millis {
        match self {
            Edge::At(at) => at,
            Edge::Ago(seconds) => now.saturating_sub(seconds.saturating_mul(1000)),
        }
    }
}

impl Where {
    pub fn of(selection: Option<&Expr>) -> Result<Self> {
        let mut wheres = Self::default();
        // A long chain of ANDs leans to the left.
        let mut left = selection.into_iter().collect::<Vec<_>>();
        while let Some(expr) = left.pop() {
            match expr {
                Expr::BinaryOp {
                    left: one,
                    op: BinaryOperator::And,
                    right,
                } => left.extend([one.as_ref(), right.as_ref()]),
                Expr::Nested(inner) => left.push(inner),
                other => wheres.take(other)?,
            }
        }
        Ok(wheres)
    }
    pub fn condition(self) -> Condition {
        Condition::All(self.conditions)
    }
    /// A part that must hold.
    fn take(&mut self, expr: &Expr) -> Result<()> {
        match expr {
            Expr::BinaryOp { left, op, right } if is_time(left) => self.bound(left, op, right),
            Expr::Between {
                expr,
                negated: false,
                low,
                high,
            } if is_time(expr) => {
                self.bound(expr, &BinaryOperator::GtEq, low)?;
                self.bound(expr, &BinaryOperator::LtEq, high)
            }
            other => {
                self.conditions.push(condition(other)?);
                Ok(())
            }
        }
    }
    fn bound(&mut self, column: &Expr, operator: &BinaryOperator, value: &Expr) -> Result<()> {
        let edge = edge(value)?;
        match operator {
            BinaryOperator::Gt | BinaryOperator::GtEq => self.from = Some(edge),
            BinaryOperator::Lt | BinaryOperator::LtEq => self.until = Some(edge),
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

fn edge(expr: &Expr) -> Result<Edge> {
    let text = literal(expr)?;
    match text.parse::<i64>() {
        Ok(seconds) if seconds >= EPOCH => Ok(Edge::At(seconds.saturating_mul(1000))),
        Ok(seconds) => Ok(Edge::Ago(seconds)),
        Err(_) => {
            let at = moment(&text).map_err(|why| refused(format!("`query`: {why}")));
            at.map(Edge::At)
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
            other => compared(left, other, right),
        },
        Expr::InList {
            expr,
            list,
            negated,
        } => {
            let items = list.iter().map(|item| test(expr, Operator::Is, item));
            let any = Condition::Any(items.collect::<Result<_>>()?);
            Ok(if *negated { any.not() } else { any })
        }
        Expr::ILike {
            negated,
            expr,
            pattern,
            ..
        } => {
            let found = test(expr, Operator::Contains, pattern)?;
            Ok(if *negated { found.not() } else { found })
        }
        other => Err(unsupported(other)),
    }
}

fn compared(left: &Expr, operator: &BinaryOperator, right: &Expr) -> Result<Condition> {
    let of = |operator| test(left, operator, right);
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

fn test(column: &Expr, operator: Operator, value: &Expr) -> Result<Condition> {
    let Expr::Identifier(name) = column else {
        return Err(unsupported(column));
    };
    if is_time(column) {
        return Err(refused(format!(
            "`query`: {column} can only be one of the conditions that all must hold"
        )));
    }
    Condition::test(&name.value, operator, &literal(value)?, &Lookup::default())
}
