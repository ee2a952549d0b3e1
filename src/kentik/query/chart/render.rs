//! The rows of queries as a picture in a file.
use super::{
    pdf,
    plot::{Curve, Plot},
    raster::Raster,
    svg,
};
use crate::{
    base::problem::Result,
    kentik::query::{
        request::{ImageType, QueryObject, VizType},
        results::ResultRow,
        tolerant::is_set,
    },
};
use base64::{Engine, engine::general_purpose::STANDARD};

/// The picture of the rows of all queries, as a data URI.
pub fn render(request: &QueryObject, rows: Vec<Vec<ResultRow>>) -> Result<String> {
    let drawing = plot(request, rows).drawing();
    let (media, file) = match request.image_type.unwrap_or_default() {
        ImageType::Svg => ("image/svg+xml", svg::encode(&drawing)),
        ImageType::Pdf => ("application/pdf", pdf::encode(&drawing)),
        ImageType::Png => ("image/png", Raster::of(&drawing).png()?),
        ImageType::Jpg | ImageType::Jpeg => ("image/jpeg", Raster::of(&drawing).jpeg()?),
    };
    Ok(format!("data:{media};base64,{}", STANDARD.encode(file)))
}

/// The rows on top of each query, one above the other.
fn plot(request: &QueryObject, rows: Vec<Vec<ResultRow>>) -> Plot {
    let first = request.queries.first().map(|item| &item.query);
    let title = first.and_then(|query| query.query_title.clone());
    let mut unit = "";
    let mut curves = vec![];
    for (item, rows) in request.queries.iter().zip(rows) {
        for mut row in rows.into_iter().filter(|row| !row.series.is_empty()) {
            let series = row.series.swap_remove(0);
            if unit.is_empty() {
                unit = unit_of(series.name);
            }
            curves.push(Curve {
                name: row.label.key(),
                value: row.values.first().map_or(0.0, |(_, value)| *value),
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

/// The unit of the values of a time series.
fn unit_of(series: &str) -> &'static str {
    match series {
        bits if bits.ends_with("bits_per_sec") => "bit/s",
        packets if packets.ends_with("pkts_per_sec") => "pkt/s",
        "flows_per_sec" => "flow/s",
        "rxmits_per_sec" => "rxmit/s",
        "perc_rxmits" => "%",
        _ => "IPs",
    }
}
