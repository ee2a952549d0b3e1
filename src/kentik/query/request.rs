//! A query as clients send it.
use super::tolerant::{Flag, OptionalFilters, StringList};
use crate::{
    kentik::types::{Decimal, Number},
    schema::marks::write_only,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Queries, each of which has a result of its own.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("examples" = [{"queries": [{"bucket": "Left +Y Axis", "query": {"dimension": ["Traffic"], "metric": "bytes", "topx": 8, "depth": 75, "fastData": "Auto", "outsort": "avg_bits_per_sec", "lookback_seconds": 3600, "time_format": "UTC", "hostname_lookup": true, "all_selected": true, "device_name": [], "matrixBy": [], "cidr": 32, "cidr6": 128, "descriptor": "", "aggregates": [{"name": "avg_bits_per_sec", "column": "f_sum_both_bytes", "fn": "average", "sample_rate": 1, "raw": true}]}}]}]))]
pub struct QueryObject {
    #[schemars(length(min = 1), transform = write_only)]
    pub queries: Vec<QueryItem>,
    /// Of a chart: what kind of file it is; svg when absent.
    #[serde(rename = "imageType", default)]
    #[schemars(transform = write_only)]
    pub image_type: Option<ImageType>,
    /// Sent by the Python SDK; nothing depends on it.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub version: Option<Number>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum ImageType {
    Pdf,
    Png,
    Jpg,
    Jpeg,
    #[default]
    Svg,
}

/// A query and where its result belongs.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct QueryItem {
    #[schemars(transform = write_only)]
    pub query: Query,
    /// A name that comes back with the result.
    #[serde(default)]
    #[schemars(transform = write_only, length(max = 1000))]
    pub bucket: Option<String>,
    #[serde(rename = "bucketIndex", default)]
    #[schemars(transform = write_only, range(min = 0))]
    pub bucket_index: Option<i64>,
    /// Of a chart: whether it lies over the others, as a line.
    #[serde(rename = "isOverlay", default)]
    #[schemars(transform = write_only)]
    pub is_overlay: Option<Flag>,
}

/// What is asked.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Query {
    /// What makes a row.
    #[schemars(length(min = 1), transform = write_only)]
    pub dimension: Vec<String>,
    /// What is measured: a name, or a list of names.
    #[schemars(transform = write_only)]
    pub metric: StringList,
    /// Rows that have a time series: 1 to 40, 8 when absent; other numbers are cut to that.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub topx: Option<Number>,
    /// Rows at the most: 25 to 250, 100 when absent; other numbers are cut to that.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub depth: Option<Number>,
    /// Which data set is asked; here both are the same.
    #[serde(rename = "fastData", default)]
    #[schemars(transform = write_only)]
    pub fast_data: Option<FastData>,
    /// The name of the aggregate that rows are sorted by, greatest first.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub outsort: Option<String>,
    /// The span up to now, in seconds; 0: from `starting_time` to `ending_time`.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub lookback_seconds: Option<Number>,
    /// YYYY-MM-DD HH:mm:00, in UTC.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub starting_time: Option<String>,
    /// YYYY-MM-DD HH:mm:00, in UTC; now when absent.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub ending_time: Option<String>,
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub time_format: Option<TimeFormat>,
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub hostname_lookup: Option<Flag>,
    /// The devices whose traffic is asked, by name: a list, or one text with commas.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub device_name: Option<StringList>,
    /// Ids of labels; devices that have one of them are asked too.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub device_labels: Option<StringList>,
    /// Names of sites; devices there are asked too. Sent by the Python SDK.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub device_sites: Option<StringList>,
    /// All devices are asked, whatever else is said.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub all_selected: Option<Flag>,
    /// The same by the name that the Python SDK has.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub all_devices: Option<Flag>,
    /// Which traffic is meant: `connector` and `filterGroups` as a saved filter has them, or nothing.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub filters_obj: Option<OptionalFilters>,
    /// The same under another name.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub filters: Option<OptionalFilters>,
    /// Saved filters that hold besides.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub saved_filters: Option<Vec<SavedFilterUse>>,
    /// The columns of the result; made from the metric when absent or empty.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub aggregates: Option<Vec<Aggregate>>,
    /// Addresses are taken together by networks of this length.
    #[serde(default)]
    #[schemars(transform = write_only, range(min = 0, max = 32))]
    pub cidr: Option<i64>,
    #[serde(default)]
    #[schemars(transform = write_only, range(min = 0, max = 128))]
    pub cidr6: Option<i64>,
    /// Further dimensions, of a matrix.
    #[serde(rename = "matrixBy", default)]
    #[schemars(transform = write_only)]
    pub matrix_by: Option<Vec<String>>,
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub pps_threshold: Option<Number>,
    /// What the row of the dimension Traffic is called; Total when absent.
    #[serde(default)]
    #[schemars(transform = write_only, length(max = 1000))]
    pub descriptor: Option<String>,
    /// The title of a chart.
    #[serde(default)]
    #[schemars(transform = write_only, length(max = 1000))]
    pub query_title: Option<String>,
    /// How a chart shows the data; stackedArea when absent.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub viz_type: Option<VizType>,
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub show_overlay: Option<Flag>,
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub overlay_day: Option<Number>,
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub sync_axes: Option<Flag>,
    /// The length of an interval in minutes, if `forceMinsPolling` is set.
    #[serde(rename = "minsPolling", default)]
    #[schemars(transform = write_only, extend("enum" = [1, 5, 10, 20, null]))]
    pub mins_polling: Option<i64>,
    #[serde(rename = "forceMinsPolling", default)]
    #[schemars(transform = write_only)]
    pub force_mins_polling: Option<Flag>,
    /// Intervals are taken together to this many seconds.
    #[serde(rename = "reAggInterval", default)]
    #[schemars(transform = write_only, extend("enum" = [300, 600, 1200, 1800, 3600, 21600, 43200, 86400, 604800, null]))]
    pub re_agg_interval: Option<i64>,
    #[serde(rename = "reAggFn", default)]
    #[schemars(transform = write_only)]
    pub re_agg_fn: Option<ReAggFn>,
}

/// A saved filter, by its id.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SavedFilterUse {
    /// The filter; it must be named.
    #[serde(default)]
    pub filter_id: Option<Number>,
    /// What matches is left out.
    #[serde(default)]
    pub is_not: Option<Flag>,
}

/// A column of the result.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Aggregate {
    #[schemars(transform = write_only)]
    pub name: String,
    /// What is measured, such as f_sum_both_bytes.
    #[schemars(transform = write_only)]
    pub column: String,
    /// How the intervals are taken together; average, max, percentile and sum are computed.
    #[serde(rename = "fn")]
    #[schemars(transform = write_only)]
    pub function: Function,
    /// Which percentile.
    #[serde(default)]
    #[schemars(transform = write_only, range(min = 5, max = 99))]
    pub rank: Option<i64>,
    /// What the value is multiplied by.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub sample_rate: Option<Decimal>,
    /// Whether its time series is wanted.
    #[serde(default)]
    #[schemars(transform = write_only)]
    pub raw: Option<Flag>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(extend("examples" = [{"query": "SELECT i_start_time, sum(in_bytes) AS f_sum_in_bytes FROM all_devices WHERE ctimestamp > 600 GROUP BY i_start_time ORDER BY i_start_time DESC LIMIT 10"}]))]
pub struct SqlQuery {
    /// A SELECT from `all_devices`.
    #[schemars(transform = write_only)]
    pub query: String,
}

macro_rules! text_enum {
    ($(#[$note:meta])* $name:ident: $($(#[$of:meta])* $variant:ident = $text:literal),*) => {
        $(#[$note])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[schemars(inline)]
        pub enum $name { $($(#[$of])* #[serde(rename = $text)] $variant),* }
    };
}
text_enum!(FastData: Auto = "Auto", Fast = "Fast", Full = "Full");
text_enum!(TimeFormat: Utc = "UTC", Local = "Local");
text_enum!(VizType: StackedArea = "stackedArea", Line = "line", StackedBar = "stackedBar", Bar = "bar",
    Pie = "pie", Sankey = "sankey", Table = "table", Matrix = "matrix");
text_enum!(
    /// How the intervals that are taken together make one.
    ReAggFn: Avg = "avg", Max = "max", Min = "min", None = "none"
);
text_enum!(Function: Sum = "sum", Average = "average", Percentile = "percentile", Max = "max",
    Composite = "composite", Exponent = "exponent", Modulus = "modulus", GreaterThan = "greaterThan",
    GreaterThanEquals = "greaterThanEquals", LessThan = "lessThan", LessThanEquals = "lessThanEquals",
    Equals = "equals", NotEquals = "notEquals");
