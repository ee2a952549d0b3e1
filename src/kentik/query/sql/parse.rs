//! Reads the SELECTs that are understood; everything else is refused in words.
use super::{
    SHAPE, Select,
    term::{Key, Term},
    unsupported,
    wheres::Where,
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

/// Words and signs that a query may have; what is read goes as deep as it is long.
const MOST_TOKENS: usize = 2000;
/// How deep brackets may be nested.
const DEEPEST: usize = 40;
/// Rows that are answered at the most, and where there is no LIMIT.
const MOST_ROWS: usize = 10_000;

impl Select {
    pub fn parse(text: &str) -> Result<Self> {
        let broken = |why: String| refused(format!("`query` is no SQL: {why}"));
        let dialect = PostgreSqlDialect {};
        let tokens = Tokenizer::new(&dialect, text).tokenize();
        let tokens = tokens.map_err(|why| broken(why.to_string()))?;
        if tokens.len() > MOST_TOKENS {
            return Err(refused(format!(
                "`query` has more than {MOST_TOKENS} words and signs"
            )));
        }
        let parser = Parser::new(&dialect).with_recursion_limit(DEEPEST);
        let statements = parser.with_tokens(tokens).parse_statements();
        let statements = statements.map_err(|why| broken(why.to_string()))?;
        match statements.as_slice() {
            [Statement::Query(query)] => Self::of(query),
            _ => Err(refused(format!("`query` must be {SHAPE}"))),
        }
    }
    fn of(query: &Query) -> Result<Self> {
        let SetExpr::Select(select) = query.body.as_ref() else {
            return Err(unsupported(&query.body));
        };
        // What is left over would be ignored, which is worse than a refusal.
        let plain = query.with.is_none()
            && query.fetch.is_none()
            && select.having.is_none()
            && select.top.is_none()
            && select.into.is_none()
            && select.qualify.is_none()
            && select.lateral_views.is_empty()
            && select.named_window.is_empty();
        let of_all = match select.from.as_slice() {
            [table] if table.joins.is_empty() => match &table.relation {
                TableFactor::Table { name, .. } => name.to_string() == "all_devices",
                _ => false,
            },
            _ => false,
        };
        if !plain || !of_all || matches!(select.distinct, Some(Distinct::On(_))) {
            return Err(refused(format!("`query` must be {SHAPE}")));
        }
        let columns = columns(&select.projection)?;
        let group = group(&select.group_by, &columns)?;
        let select = Self {
            order: order(query.order_by.as_ref(), &columns)?,
            limit: limit(query.limit_clause.as_ref())?,
            wheres: Where::of(select.selection.as_ref())?,
            columns,
            group,
        };
        select.check().map(|()| select)
    }
    /// Every bare column is one that rows are apart by.
    fn check(&self) -> Result<()> {
        let mut stray = None;
        let columns = self.columns.iter().map(|(_, term)| term);
        for term in columns.chain(self.order.iter().map(|(term, _)| term)) {
            term.each(&mut |part| match part {
                Term::Key(key) if !self.group.contains(key) => stray = Some(*key),
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

fn columns(items: &[SelectItem]) -> Result<Vec<(String, Term)>> {
    let column = |item: &SelectItem| match item {
        SelectItem::UnnamedExpr(expr) => Ok((expr.to_string(), Term::of(expr)?)),
        SelectItem::ExprWithAlias { expr, alias } => Ok((alias.value.clone(), Term::of(expr)?)),
        other => Err(unsupported(other)),
    };
    items.iter().map(column).collect()
}

/// What GROUP BY says; where there is none, every bare column.
fn group(by: &GroupByExpr, columns: &[(String, Term)]) -> Result<Vec<Key>> {
    let GroupByExpr::Expressions(exprs, modifiers) = by else {
        return Err(unsupported(by));
    };
    if !modifiers.is_empty() {
        return Err(unsupported(by));
    }
    let mut keys = vec![];
    let mut add = |term: &Term| match term {
        Term::Key(key) if !keys.contains(key) => keys.push(*key),
        _ => {}
    };
    if exprs.is_empty() {
        columns.iter().for_each(|(_, term)| term.each(&mut add));
        return Ok(keys);
    }
    for expr in exprs {
        match named(expr, columns).map_or_else(|| Term::of(expr), |term| Ok(term.clone()))? {
            key @ Term::Key(_) => add(&key),
            _ => return Err(unsupported(expr)),
        }
    }
    Ok(keys)
}

/// The column of the result that a name or number means.
fn named<'a>(expr: &Expr, columns: &'a [(String, Term)]) -> Option<&'a Term> {
    let found = match expr {
        Expr::Identifier(name) => columns.iter().find(|(known, _)| *known == name.value),
        Expr::Value(value) => match &value.value {
            Value::Number(place, _) => columns.get(place.parse::<usize>().ok()?.checked_sub(1)?),
            _ => None,
        },
        _ => None,
    };
    found.map(|(_, term)| term)
}

fn order(by: Option<&OrderBy>, columns: &[(String, Term)]) -> Result<Vec<(Term, bool)>> {
    let Some(by) = by else { return Ok(vec![]) };
    let OrderByKind::Expressions(exprs) = &by.kind else {
        return Err(unsupported(by));
    };
    let sorted = exprs.iter().map(|one| {
        let named = named(&one.expr, columns).cloned();
        let term = named.map_or_else(|| Term::of(&one.expr), Ok)?;
        // Descending?
        Ok((term, one.options.to_string().trim() == "DESC"))
    });
    sorted.collect()
}

fn limit(clause: Option<&LimitClause>) -> Result<usize> {
    match clause {
        None => Ok(MOST_ROWS),
        Some(LimitClause::LimitOffset {
            limit: Some(limit),
            offset: None,
            limit_by,
        }) if limit_by.is_empty() => {
            let limit = limit.to_string().parse::<usize>();
            let limit = limit.map_err(|_| refused("`query`: LIMIT must be a number"))?;
            Ok(limit.min(MOST_ROWS))
        }
        Some(other) => Err(unsupported(other)),
    }
}
