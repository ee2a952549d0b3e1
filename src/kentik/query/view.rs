//! The answers to queries as clients see them.
use super::results::ResultRow;
use crate::api::read_only;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"results": [{"bucket": "Left +Y Axis", "data": [{"key": "Total", "name": "Total", "avg_bits_per_sec": 19738.22, "p95th_bits_per_sec": 22745.47, "max_bits_per_sec": 25902.53, "timeSeries": {"both_bits_per_sec": {"flow": [[1608538980000i64, 20751.33, 60], [1608539040000i64, 16364.13, 60]]}}}]}]}]))]
pub struct QueryData {
    /// One for each query, in their order.
    #[schemars(transform = read_only)]
    pub results: Vec<QueryResult>,
}

#[derive(Serialize, JsonSchema)]
pub struct QueryResult {
    /// The bucket of the query.
    #[schemars(transform = read_only)]
    pub bucket: String,
    /// Rows, the greatest first: a key, the values of the dimensions, a number for each aggregate, and
    /// on the rows on top `timeSeries` with points of ms since the epoch, value, and seconds.
    #[schemars(transform = read_only)]
    pub data: Vec<Map<String, Value>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"dataUri": "data:image/png;base64,iVBORw0KGgo="}]))]
pub struct ChartData {
    /// The picture as a data URI.
    #[serde(rename = "dataUri")]
    #[schemars(transform = read_only)]
    pub data_uri: String,
}

/// The address as a text, and nothing around it.
#[derive(Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("examples" = ["https://portal.kentik.com/portal/#Charts/shortUrl/d3f24034b386ebf9e8ad6de8f0f715a1"]))]
pub struct ShortUrl(pub String);

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"rows": [{"i_start_time": "2021-01-25T11:39:00Z", "f_sum_in_bytes": 10}]}]))]
pub struct SqlRows {
    /// A key for each column.
    #[schemars(transform = read_only)]
    pub rows: Vec<Map<String, Value>>,
}

impl ResultRow {
    /// Its key, its names, its values, and its time series if it has any.
    pub fn view(self) -> Map<String, Value> {
        let mut row = Map::new();
        row.insert("key".into(), self.label.key().into());
        let fields = self.label.fields.into_iter();
        row.extend(fields.map(|(name, value)| (name, value.into())));
        let values = self.values.into_iter();
        row.extend(values.map(|(name, value)| (name, value.into())));
        if !self.series.is_empty() {
            let series = self.series.into_iter();
            let series = series.map(|one| (one.name.to_owned(), json!({"flow": one.points})));
            row.insert("timeSeries".into(), Value::Object(series.collect()));
        }
        row
    }
}
