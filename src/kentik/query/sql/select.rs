//! Reads the SELECTs that are understood; everything else is refused in words.
use super::{
    expression::{Expression, GroupKey},
    grammar::{SUPPORTED, unsupported},
    where_clause::WhereClause,
};
use crate::base::problem::{Result, refused};
use sqlparser::{
    ast::{
        Distinct, Expr, GroupByExpr, LimitClause, OrderBy, OrderByKind, Query, SelectItem, SetExpr,
        Statement, TableFactor, Value,
    },
    dialect::PostgreSqlDialect,
    parser::Parser,
    tokenizer::Tokenizer,
};

/// A SELECT that is understood.
pub struct Select {
    /// Names and values of the columns of the result.
    pub columns: Vec<(String, Expression)>,
    pub where_clause: WhereClause,
    pub group_by: Vec<GroupKey>,
    /// What rows are sorted by, and whether the greatest comes first.
    pub order_by: Vec<(Expression, bool)>,
    pub limit: usize,
}

/// Words and signs that a query may have; what is read goes as deep as it is long.
const MAX_TOKENS: usize = 2000;
/// How deep brackets may be nested.
const MAX_DEPTH: usize = 40;
/// Rows that are answered at the most, and where there is no LIMIT.
const MAX_ROWS: usize = 10_000;

/// Where a parser found no SQL, of what it says.
fn place_of(said: &str) -> String {
    match said.rsplit_once("found: ") {
        Some((_, place)) => format!("it breaks at {place}"),
        None => "it cannot be read".into(),
    }
}

impl Select {
    pub fn parse(text: &str) -> Result<Self> {
        let invalid = |why: String| refused(format!("`query` is no SQL: {}", place_of(&why)));
        let dialect = PostgreSqlDialect {};
        let tokens = Tokenizer::new(&dialect, text).tokenize();
        let tokens = tokens.map_err(|why| invalid(why.to_string()))?;
        if tokens.len() > MAX_TOKENS {
            return Err(refused(format!(
                "`query` has more than {MAX_TOKENS} words and signs"
            )));
        }
        let parser = Parser::new(&dialect).with_recursion_limit(MAX_DEPTH);
        let statements = parser.with_tokens(tokens).parse_statements();
        let statements = statements.map_err(|why| invalid(why.to_string()))?;
        match statements.as_slice() {
            [Statement::Query(query)] => Self::of(query),
            _ => Err(refused(format!("`query` must be {SUPPORTED}"))),
        }
    }
    fn of(query: &Query) -> Result<Self> {
        let SetExpr::Select(select) = query.body.as_ref() else {
            return Err(unsupported(&query.body));
        };
        // What is left over would be ignored, which is worse than a refusal.
        let is_plain = query.with.is_none()
            && query.fetch.is_none()
            && select.having.is_none()
            && select.top.is_none()
            && select.into.is_none()
            && select.qualify.is_none()
            && select.lateral_views.is_empty()
            && select.named_window.is_empty();
        let is_of_all = match select.from.as_slice() {
            [table] if table.joins.is_empty() => match &table.relation {
                TableFactor::Table { name, .. } => name.to_string() == "all_devices",
                _ => false,
            },
            _ => false,
        };
        if !is_plain || !is_of_all || matches!(select.distinct, Some(Distinct::On(_))) {
            return Err(refused(format!("`query` must be {SUPPORTED}")));
        }
        let columns = columns(&select.projection)?;
        let group_by = group_by(&select.group_by, &columns)?;
        let select = Self {
            order_by: order_by(query.order_by.as_ref(), &columns)?,
            limit: limit(query.limit_clause.as_ref())?,
            where_clause: WhereClause::of(select.selection.as_ref())?,
            columns,
            group_by,
        };
        select.check().map(|()| select)
    }
    /// Every bare column is one that rows are grouped by.
    fn check(&self) -> Result<()> {
        let mut stray = None;
        let columns = self.columns.iter().map(|(_, expression)| expression);
        let order_by = self.order_by.iter().map(|(expression, _)| expression);
        for expression in columns.chain(order_by) {
            expression.visit(&mut |part| match part {
                Expression::Key(key) if !self.group_by.contains(key) => stray = Some(*key),
                _ => {}
            });
        }
        match stray {
            None => Ok(()),
            Some(key) => Err(refused(format!(
                "`query`: the column {} is neither summed nor in GROUP BY",
                key.name()
            ))),
        }
    }
}

fn columns(items: &[SelectItem]) -> Result<Vec<(String, Expression)>> {
    let column = |item: &SelectItem| match item {
        SelectItem::UnnamedExpr(expr) => Ok((expr.to_string(), Expression::of(expr)?)),
        SelectItem::ExprWithAlias { expr, alias } => {
            Ok((alias.value.clone(), Expression::of(expr)?))
        }
        other => Err(unsupported(other)),
    };
    items.iter().map(column).collect()
}

/// What GROUP BY says; where there is none, every bare column.
fn group_by(by: &GroupByExpr, columns: &[(String, Expression)]) -> Result<Vec<GroupKey>> {
    let GroupByExpr::Expressions(exprs, modifiers) = by else {
        return Err(unsupported(by));
    };
    if !modifiers.is_empty() {
        return Err(unsupported(by));
    }
    let mut keys = vec![];
    let mut add = |expression: &Expression| match expression {
        Expression::Key(key) if !keys.contains(key) => keys.push(*key),
        _ => {}
    };
    if exprs.is_empty() {
        columns
            .iter()
            .for_each(|(_, expression)| expression.visit(&mut add));
        return Ok(keys);
    }
    for expr in exprs {
        match column_of(expr, columns)
            .map_or_else(|| Expression::of(expr), |column| Ok(column.clone()))?
        {
            key @ Expression::Key(_) => add(&key),
            _ => return Err(unsupported(expr)),
        }
    }
    Ok(keys)
}

/// The column of the result that a name or number means.
fn column_of<'a>(expr: &Expr, columns: &'a [(String, Expression)]) -> Option<&'a Expression> {
    let found = match expr {
        Expr::Identifier(name) => columns.iter().find(|(known, _)| *known == name.value),
        Expr::Value(value) => match &value.value {
            Value::Number(place, _) => columns.get(place.parse::<usize>().ok()?.checked_sub(1)?),
            _ => None,
        },
        _ => None,
    };
    found.map(|(_, expression)| expression)
}

fn order_by(
    by: Option<&OrderBy>,
    columns: &[(String, Expression)],
) -> Result<Vec<(Expression, bool)>> {
    let Some(by) = by else { return Ok(vec![]) };
    let OrderByKind::Expressions(exprs) = &by.kind else {
        return Err(unsupported(by));
    };
    let sorted = exprs.iter().map(|one| {
        let column = column_of(&one.expr, columns).cloned();
        let expression = column.map_or_else(|| Expression::of(&one.expr), Ok)?;
        // Descending?
        Ok((expression, one.options.to_string().trim() == "DESC"))
    });
    sorted.collect()
}

fn limit(clause: Option<&LimitClause>) -> Result<usize> {
    match clause {
        None => Ok(MAX_ROWS),
        Some(LimitClause::LimitOffset {
            limit: Some(limit),
            offset: None,
            limit_by,
        }) if limit_by.is_empty() => {
            let limit = limit.to_string().parse::<usize>();
            let limit = limit.map_err(|_| refused("`query`: LIMIT must be a number"))?;
            Ok(limit.min(MAX_ROWS))
        }
        Some(other) => Err(unsupported(other)),
    }
}
