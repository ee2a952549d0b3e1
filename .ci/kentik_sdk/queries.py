"""Queries of traffic: rows, charts, addresses and SQL."""
from datetime import datetime, timezone

from kentik_api.public import (
    Aggregate,
    AggregateFunctionType,
    ChartViewType,
    DimensionType,
    FastDataType,
    ImageType,
    MetricType,
    Query,
    QueryArrayItem,
    QueryObject,
    QuerySQL,
    TimeFormat,
)
from kentik_api.public.errors import BadRequestError
from kentik_api.public.query_object import QueryObject as Asked


def usual_query(**more) -> QueryObject:
    aggregates = [
        Aggregate("avg_bits_per_sec", "f_sum_both_bytes", AggregateFunctionType.average, raw=True),
        Aggregate("p95th_bits_per_sec", "f_sum_both_bytes", AggregateFunctionType.percentile, rank=95),
        Aggregate("max_bits_per_sec", "f_sum_both_bytes", AggregateFunctionType.max),
    ]
    fields = dict(
        viz_type=ChartViewType.stackedArea, show_overlay=False, overlay_day=-7, sync_axes=False,
        pps_threshold=1, query_title="Example", dimension=[DimensionType.Traffic], cidr=32, cidr6=128,
        metric=[MetricType.bytes], topx=8, depth=75, fastData=FastDataType.auto, outsort="avg_bits_per_sec",
        lookback_seconds=3600, time_format=TimeFormat.utc, hostname_lookup=True, all_selected=True,
        aggregates=aggregates,
    )
    query = Query(**{**fields, **more})
    return QueryObject(queries=[QueryArrayItem(query=query, bucket="Left +Y Axis", isOverlay=False)])


def data(kentik):
    results = kentik.query.data(usual_query()).results
    assert [result["bucket"] for result in results] == ["Left +Y Axis"]
    (row,) = results[0]["data"]
    assert row["key"] == row["name"] == "Total", row
    points = row["timeSeries"]["both_bits_per_sec"]["flow"]
    assert len(points) == 60 and all(seconds == 60 for _, _, seconds in points)
    assert 0 < row["avg_bits_per_sec"] <= row["p95th_bits_per_sec"] <= row["max_bits_per_sec"]
    assert max(value for _, value, _ in points) == row["max_bits_per_sec"]


def dimensions(kentik):
    for dimension in DimensionType:
        results = kentik.query.data(usual_query(dimension=[dimension])).results
        assert results[0]["data"], dimension


def links(kentik):
    """The query of the SDK's analytics example, with its mapping done by hand."""
    asked = Asked.from_dict({"queries": [{"bucket": "flow", "query": {
        "starting_time": str(hours_ago(2)),
        "ending_time": str(hours_ago(1)),
        "aggregates": [{"column": "f_sum_both_bytes", "fn": "average", "name": "avg_bits_per_sec", "raw": True}],
        "all_devices": True, "dimension": ["i_device_id", "InterfaceID_dst"], "fastData": "Full",
        "filters": {"connector": "All", "filterGroups": [{"connector": "All", "not": False, "filters": [
            {"filterField": "i_dst_network_bndry_name", "filterValue": "internal", "operator": "="},
            {"filterField": "i_trf_termination", "filterValue": "inside", "operator": "="}]}]},
        "metric": ["bytes"], "time_format": "UTC", "topx": 125}}]})
    rows = kentik.query.data(asked).results[0]["data"]
    assert rows
    for row in rows:
        assert "{i_device_name}:{output_port}".format(**row)
        assert len(row["timeSeries"]["both_bits_per_sec"]["flow"]) == 60


def charts(kentik):
    starts = {ImageType.svg: b"<svg", ImageType.png: b"\x89PNG", ImageType.jpg: b"\xff\xd8", ImageType.pdf: b"%PDF"}
    for kind, start in starts.items():
        asked = usual_query()
        asked.imageType = kind
        chart = kentik.query.chart(asked)
        assert chart.image_type == kind
        assert chart.get_data().startswith(start)


def url(kentik):
    url = kentik.query.url(usual_query()).url
    assert url.startswith("https://portal.kentik.com/portal/#Charts/shortUrl/"), url
    assert len(url.rsplit("/", 1)[1]) == 32


def sql(kentik):
    rows = kentik.query.sql(QuerySQL(
        "SELECT i_start_time, round(sum(in_pkts)/(3600)/1000) AS f_sum_in_pkts, "
        "round(sum(in_bytes)/(3600)/1000)*8 AS f_sum_in_bytes FROM all_devices "
        "WHERE ctimestamp > 660 AND ctimestamp < 60 GROUP by i_start_time "
        "ORDER by i_start_time DESC LIMIT 1000;")).rows
    assert len(rows) == 10, rows
    assert set(rows[0]) == {"i_start_time", "f_sum_in_pkts", "f_sum_in_bytes"}


def refusals(kentik):
    for asked in [usual_query(outsort="nothing"), usual_query(metric=[MetricType.fragments])]:
        try:
            kentik.query.data(asked)
        except BadRequestError:
            continue
        raise AssertionError(asked)


def hours_ago(hours: int) -> datetime:
    now = datetime.now(timezone.utc).replace(second=0, microsecond=0)
    return datetime.fromtimestamp(now.timestamp() - 3600 * hours, timezone.utc)
