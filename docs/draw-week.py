#!/usr/bin/env python3
"""Draws a week of a twin's traffic as an SVG, from the answers of its API alone.

docs/week.svg is the demo's week before 4 September 2017, a Monday:

    wiretwin serve --ephemeral --fixture demo --clock 2017-09-04T00:00:00Z --api-key KEY
    python3 docs/draw-week.py http://127.0.0.1:8080 KEY > docs/week.svg

Takes the address of a server and a key of any level. Needs Python 3.9 and nothing else. The same
fixture, seed and clock give the same picture, byte for byte.
"""

import datetime
import json
import sys
import urllib.request

HOUR = 3_600_000
HOURS = 7 * 24

# What is drawn together, from the bottom up: a colour, a name, and protocols as metrics name them.
GROUPS = [
    ("#8c959f", "Storage", ["iSCSI"]),
    ("#4c8dd6", "Files", ["CIFS", "NFS", "FTP", "DICOM"]),
    ("#3fa66b", "Web", ["HTTP", "SSL443", "WebSocket", "AMF", "AJP"]),
    ("#d9a13b", "Terminals", ["ICA", "RDP", "RFB", "PCoIP", "SSH", "Telnet"]),
    ("#b07cc6", "Voice and video", ["RTP", "RTCP", "SIP"]),
    ("#d9705f", "Databases", ["DB", "MongoDB", "Memcache", "Redis"]),
    ("#c3b091", "All else", None),
]
# Lines below: a colour, a name, and the category whose requests are counted.
LINES = [
    ("#3fa66b", "Web (http)", "http"),
    ("#d9705f", "Databases (db)", "db"),
    ("#4c8dd6", "Names (dns)", "dns"),
]

INK = "#6e7781"  # Reads on white and on black.
WIDTH, LEFT, RIGHT = 960, 64, 946
AREA, CURVES = (64, 324), (436, 566)  # Top and bottom of the two charts.


def ask(address, key, category, metric):
    """The rows of the whole network in the last seven days, hour by hour."""
    query = {
        "cycle": "1hr", "from": -HOURS * HOUR, "until": 0,
        "object_type": "network", "object_ids": [0],
        "metric_category": category, "metric_specs": [{"name": metric}],
    }
    request = urllib.request.Request(
        address + "/api/v1/metrics",
        data=json.dumps(query).encode(),
        headers={"Authorization": "ExtraHop apikey=" + key, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        rows = json.load(response)["stats"]
    return rows[-HOURS:]


def traffic(rows):
    """Bytes of each group in each hour; a protocol that no group names is in the last one."""
    group_of = {name: at for at, (_, _, names) in enumerate(GROUPS) for name in names or []}
    table = [[0] * len(rows) for _ in GROUPS]
    for hour, row in enumerate(rows):
        for entry in row["values"][0]:
            table[group_of.get(entry["key"]["str"], -1)][hour] += entry["value"]
    return table


def round_up(most):
    """A number that is easy to read, not below this one, and how many steps lead there."""
    step = 1
    while True:
        for times in (1, 2, 5):
            if 5 * step * times >= most:
                count = -(-int(most) // (step * times))
                return step * times * count, count
        step *= 10


class Chart:
    """A place on the page, with a scale from 0 to a round number."""

    def __init__(self, edges, most, unit):
        self.top, self.bottom = edges
        self.unit = unit
        self.most, self.steps = round_up(most / unit)

    def at(self, hour, value):
        x = LEFT + (RIGHT - LEFT) * hour / HOURS
        y = self.bottom - (self.bottom - self.top) * value / (self.most * self.unit)
        return f"{x:.1f} {y:.1f}"

    def frame(self):
        """Lines across with what they stand for."""
        for step in range(self.steps + 1):
            value = self.most * step // self.steps
            y = self.bottom - (self.bottom - self.top) * step / self.steps
            yield f'<path d="M{LEFT} {y:.1f}H{RIGHT}" class="grid"/>'
            yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:,}</text>'


def days(rows):
    """Days with their names below each chart; weekends are shaded."""
    per_day = (RIGHT - LEFT) / 7
    for at, row in enumerate(rows[::24]):
        day = datetime.datetime.fromtimestamp(row["time"] / 1000, datetime.timezone.utc)
        x = LEFT + per_day * at
        for top, bottom in (AREA, CURVES):
            if day.weekday() >= 5:
                yield (
                    f'<rect x="{x:.1f}" y="{top}" width="{per_day:.1f}" '
                    f'height="{bottom - top}" class="rest"/>'
                )
            for hour in (0, 6, 12, 18):
                length = bottom - top + 6 if hour == 0 else 4
                start = top if hour == 0 else bottom
                yield f'<path d="M{x + per_day * hour / 24:.1f} {start}v{length}" class="grid"/>'
            yield f'<text x="{x + per_day / 2:.1f}" y="{bottom + 17}" class="small">12:00</text>'
            name = f"{day:%a} {day.day} {day:%b}"
            yield f'<text x="{x + per_day / 2:.1f}" y="{bottom + 34}" class="day">{name}</text>'


def legend(entries, y):
    """Names beside their colours, in one row."""
    x = LEFT
    for colour, name, _ in entries:
        yield f'<rect x="{x}" y="{y - 9}" width="10" height="10" rx="2" fill="{colour}"/>'
        yield f'<text x="{x + 15}" y="{y}">{name}</text>'
        x += 34 + 7 * len(name)


def areas(chart, table):
    """One band on top of the other."""
    below = [0] * len(table[0])
    for (colour, _, _), values in zip(GROUPS, table):
        above = [low + value for low, value in zip(below, values)]
        # An hour's value stands in the middle of the hour.
        upper = [chart.at(hour + 0.5, value) for hour, value in enumerate(above)]
        lower = [chart.at(hour + 0.5, value) for hour, value in enumerate(below)]
        yield f'<path d="M{"L".join(upper + lower[::-1])}Z" fill="{colour}"/>'
        below = above


def curve(chart, colour, values):
    points = "L".join(chart.at(hour + 0.5, value) for hour, value in enumerate(values))
    return f'<path d="M{points}" fill="none" stroke="{colour}" stroke-width="2"/>'


def picture(rows, table, counts):
    stacked = Chart(AREA, max(map(sum, zip(*table))), 10**9)
    lines = Chart(CURVES, max(map(max, counts)), 1000)
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} 612" role="img">'
    yield "<title>A week of traffic: busy office hours, quiet nights, a quieter weekend</title>"
    yield "<style>"
    yield f"text{{font:13px system-ui,'DejaVu Sans',sans-serif;fill:{INK}}}"
    yield ".head{font-size:15px;font-weight:600}.day,.small{text-anchor:middle}"
    yield ".small{font-size:10px}"
    yield f".grid{{stroke:{INK};stroke-opacity:.28}}.rest{{fill:{INK};fill-opacity:.13}}"
    yield "</style>"
    yield f'<text x="{LEFT}" y="20" class="head">Traffic of the whole network, GB in an hour (UTC)</text>'
    yield from legend(GROUPS, 44)
    yield from days(rows)
    yield from stacked.frame()
    yield from areas(stacked, table)
    yield f'<text x="{LEFT}" y="392" class="head">Requests, thousands in an hour</text>'
    yield from legend(LINES, 416)
    yield from lines.frame()
    for (colour, _, _), values in zip(LINES, counts):
        yield curve(lines, colour, values)
    yield "</svg>"


def main(address, key):
    address = address.rstrip("/")
    rows = ask(address, key, "app", "bytes")
    if len(rows) < HOURS:
        sys.exit("the answer has fewer than seven days")
    counts = [
        [row["values"][0] for row in ask(address, key, category, "req")]
        for _, _, category in LINES
    ]
    print("\n".join(picture(rows, traffic(rows), counts)))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: draw-week.py http://ADDRESS:PORT KEY > week.svg")
    main(*sys.argv[1:])
