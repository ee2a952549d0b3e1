//! Results as a picture.
mod drawing;
mod pdf;
mod plot;
mod raster;
mod svg;

use super::{
    answer::Line,
    ask::{ImageType, QueryObject, VizType},
    lenient::is_set,
};
use crate::base::problem::Result;
use base64::{Engine, engine::general_purpose::STANDARD};
use plot::{Curve, Plot};
use raster::Raster;

/// The picture of the rows of all queries, as a data URI.
pub fn drawn(asked: &QueryObject, lines: Vec<Vec<Line>>) -> Result<String> {
    let drawing = plot(asked, lines).drawing();
    let (media, file) = match asked.image_type.unwrap_or_default() {
        ImageType::Svg => ("image/svg+xml", svg::written(&drawing)),
        ImageType::Pdf => ("application/pdf", pdf::written(&drawing)),
        ImageType::Png => ("image/png", Raster::of(&drawing).png()?),
        ImageType::Jpg | ImageType::Jpeg => ("image/jpeg", Raster::of(&drawing).jpeg()?),
    };
    Ok(format!("data:{media};base64,{}", STANDARD.encode(file)))
}

/// The rows on top of each query, one above the other.
fn plot(asked: &QueryObject, lines: Vec<Vec<Line>>) -> Plot {
    let first = asked.queries.first().map(|item| &item.query);
    let title = first.and_then(|query| query.query_title.clone());
    let mut unit = "";
    let mut curves = vec![];
    for (item, lines) in asked.queries.iter().zip(lines) {
        for mut line in lines.into_iter().filter(|line| !line.series.is_empty()) {
            let series = line.series.swap_remove(0);
            if unit.is_empty() {
                unit = of(series.name);
            }
            curves.push(Curve {
                name: line.named.key(),
                value: line.values.first().map_or(0.0, |(_, value)| *value),
                points: series.points,
                is_overlay: is_set(item.is_overlay),
            });
        }
    }
    Plot {
        title: title.unwrap_or_default(),
        viz: first
            .and_then(|query| query.viz_type)
            .unwrap_or(VizType::StackedArea),
        unit: unit.to_owned(),
        curves,
    }
}

/// In what the values of a time series are.
fn of(series: &str) -> &'static str {
    match series {
        bits if bits.ends_with("bits_per_sec") => "bit/s",
        packets if packets.ends_with("pkts_per_sec") => "pkt/s",
        "flows_per_sec" => "flow/s",
        "rxmits_per_sec" => "rxmit/s",
        "perc_rxmits" => "%",
        _ => "IPs",
    }
}
