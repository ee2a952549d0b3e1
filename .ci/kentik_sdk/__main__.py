"""Kentik's own Python SDK against a running server with the demo fixture.

usage: python .ci/kentik_sdk READY_FILE
"""
import json
import os
import sys

from kentik_api import KentikAPI

import assets
import company
import queries
import tagging

FLOWS = [
    assets.sites, assets.routers, assets.hosts, assets.interfaces, assets.labels,
    tagging.tags, tagging.dimensions, tagging.batches,
    company.users, company.saved_filters, company.custom_applications, company.tenants, company.alerts,
    queries.data, queries.dimensions, queries.links, queries.charts, queries.url, queries.sql, queries.refusals,
]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        ready = json.load(file)
    os.environ["REQUESTS_CA_BUNDLE"] = ready["ca_file"]
    host, given = ready["https"].removeprefix("https://"), ready["kentik"]
    administrator = KentikAPI(given["email"], given["administrator_token"], api_host=host)
    member = KentikAPI(given["member_email"], given["member_token"], api_host=host)
    calls = [(flow, administrator) for flow in FLOWS]
    calls += [(assets.members, member), (company.members, member)]
    for flow, caller in calls:
        flow(caller)
        print(f"{flow.__module__}.{flow.__name__}: ok")
    print(f"{len(calls)} passed, 0 failed")


if __name__ == "__main__":
    main()
