#!/usr/bin/env python3
"""Writes what the clients of this folder send, from the ready file of a `wiretwin serve`.

One request a line, its parts between tabs: the status that it must get, its URL, and for each header
its name and its value. All are POST, each with 20 MB that nobody reads.
"""

import json
import sys


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        ready = json.load(file)
    keys, kentik = ready["api_keys"], ready["kentik"]

    def key(level):
        return ["Authorization", "ExtraHop apikey=" + keys[level]]

    member = ["X-CH-Auth-Email", kentik["member_email"], "X-CH-Auth-API-Token", kentik["member_token"]]
    administrator = ["X-CH-Auth-Email", kentik["email"], "X-CH-Auth-API-Token", kentik["administrator_token"]]
    for status, path, headers in (
        (401, "/api/v1/tags", []),
        (403, "/api/v1/tags", key("read_only")),
        (404, "/api/v1/nothing", key("full_system")),
        (413, "/api/v1/tags", key("full_system")),
        (401, "/api/v5/site", []),
        (403, "/api/v5/site", member),
        (404, "/api/v5/nothing", administrator),
        (413, "/api/v5/site", administrator),
    ):
        print(status, ready["https"] + path, *headers, sep="\t")


main()
