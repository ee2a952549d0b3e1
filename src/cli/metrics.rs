//! `wiretwin metrics`: lists the catalogue.
use super::print::print;
use crate::{
    base::{brief::shortened, firmware::Firmware},
    network::catalog::{ListedCategory, listed, probably_meant},
};
use anyhow::{Result, bail};
use clap::Args;

#[derive(Args)]
pub struct MetricsOptions {
    /// The category whose metrics are listed, such as http_client; absent: the categories.
    category: Option<String>,
    /// The firmware of which they are.
    #[arg(long, default_value = "5.1")]
    firmware: Firmware,
    /// Print JSON: of each category all that there is to say.
    #[arg(long)]
    json: bool,
}

pub fn run(options: &MetricsOptions) -> Result<()> {
    let mut all = listed(options.firmware);
    if let Some(name) = &options.category {
        all = of_name(all, name, options.firmware)?;
    }
    if options.json {
        return print(&serde_json::to_string_pretty(&all)?);
    }
    match &options.category {
        None => print(&categories(&all)),
        Some(_) => {
            let texts: Vec<String> = all.iter().map(metrics).collect();
            print(&texts.join("\n"))
        }
    }
}

/// What has this name; several categories may have it, each of other object types.
fn of_name(
    all: Vec<ListedCategory>,
    name: &str,
    firmware: Firmware,
) -> Result<Vec<ListedCategory>> {
    let names: Vec<_> = all.iter().map(|one| one.category).collect();
    let bare = name.rsplit('.').next().unwrap_or(name);
    if !names.contains(&bare) {
        let given = shortened(name);
        let hint = probably_meant(name, &names);
        let hint = hint.map_or(String::new(), |near| format!(" (nearest: `{near}`)"));
        bail!(
            "firmware {firmware} has no category `{given}`{hint}; `wiretwin metrics` lists those that \
             there are"
        );
    }
    Ok(all.into_iter().filter(|one| one.category == bare).collect())
}

fn categories(all: &[ListedCategory]) -> String {
    let head = ["CATEGORY", "METRICS", "OBJECT TYPES", "TITLE"].map(str::to_owned);
    let rows = all.iter().map(|one| {
        let count = match one.open {
            true => "any".into(),
            false => one.metrics.len().to_string(),
        };
        [one.category.to_owned(), count, one.type_names(), title(one)]
    });
    columns(std::iter::once(head).chain(rows).collect())
}

fn metrics(one: &ListedCategory) -> String {
    let title = format!(
        "{}: {}\nof {}\n\n",
        one.category,
        title(one),
        one.type_names()
    );
    if one.open {
        return title
            + "Any name: what triggers write, and 0 or an empty list for a name that none wrote.\n";
    }
    let head = ["METRIC", "KIND", "UNIT", "DETAILS BY", "SINCE", "COUNTS"].map(str::to_owned);
    let rows = one.metrics.iter().map(|metric| {
        let details = match metric.details.as_slice() {
            [] => "-".into(),
            details => details.join(", "),
        };
        let (name, kind, unit) = (metric.name, metric.kind, metric.unit);
        let (since, counts) = (metric.since.to_string(), metric.counts.clone());
        [
            name.into(),
            kind.into(),
            unit.into(),
            details,
            since,
            counts,
        ]
    });
    title + &columns(std::iter::once(head).chain(rows).collect())
}

fn title(one: &ListedCategory) -> String {
    match one.needs_packetstore {
        true => format!("{} (with a packet store only)", one.title),
        false => one.title.into(),
    }
}

/// Columns that are as wide as their widest text; nothing follows the last.
fn columns<const COUNT: usize>(rows: Vec<[String; COUNT]>) -> String {
    let mut widths = [0; COUNT];
    for row in &rows {
        for (width, text) in widths.iter_mut().zip(row) {
            *width = (*width).max(text.len());
        }
    }
    let line = |row: &[String; COUNT]| {
        let cells = row.iter().zip(widths);
        let cells = cells.map(|(text, width)| format!("{text:width$}"));
        let line = cells.collect::<Vec<_>>().join("  ");
        format!("{}\n", line.trim_end())
    };
    rows.iter().map(line).collect()
}
