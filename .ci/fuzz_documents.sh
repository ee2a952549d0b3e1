#!/usr/bin/env bash
# Asks a server everything that its OpenAPI documents have, with good and bad values, as every level
# of access, and holds each answer against the document: its status, media type and schema.
# Takes the program; `schemathesis` must be in the path. WIRETWIN_FUZZ_EXAMPLES
# says how many requests there are for an operation, as the level that may do most.
set -euo pipefail
wiretwin=$(realpath "$1")
examples=${WIRETWIN_FUZZ_EXAMPLES:-2}
work=$(mktemp -d)
server=
passed=0
failed=0

finish() {
    local status=$?
    trap - EXIT
    [ -z "$server" ] || kill -KILL "$server" 2>/dev/null || true
    rm -rf "$work"
    exit "$status"
}
trap finish EXIT

start() {
    rm -f "$work/ready.json"
    "$wiretwin" serve --listen 127.0.0.1:0 --http-listen 127.0.0.1:0 --ephemeral \
        --ready-file "$work/ready.json" "$@" >"$work/server.log" 2>&1 &
    server=$!
    for _ in $(seq 300); do
        [ ! -e "$work/ready.json" ] || return 0
        sleep 0.1
    done
    tail -n 20 "$work/server.log"
    return 1
}

stop() {
    kill -KILL "$server"
    wait "$server" 2>/dev/null || true
    server=
}

ready() {
    python3 -c '
import json, sys
value = json.load(open(sys.argv[1], encoding="utf-8"))
for key in sys.argv[2:]:
    value = value[key]
print(value)' "$work/ready.json" "$@"
}

# How many requests for an operation, what is told of the run, the path of the API, and the headers of
# the caller.
fuzz() {
    local examples=$1 name=$2 path=$3
    shift 3
    if (cd "$work" && timeout 300 schemathesis run openapi.json --url "$(ready http)$path" \
        --phases examples,fuzzing --max-examples "$examples" --generation-deterministic --seed 1 \
        --no-shrink --continue-on-failure --no-color --warnings off --max-redirects 0 \
        --request-timeout 30 --checks "$checks" "$@") >"$work/run.log" 2>&1; then
        passed=$((passed + 1))
        echo "$name: $(grep -E '^ *(Test cases|[0-9]+ generated)' "$work/run.log" | tr -s ' \n' ' ')"
    else
        failed=$((failed + 1))
        echo "$name:"
        sed -n '/FAILURES/,$p' "$work/run.log" | head -n 120
        # It did not get as far as that.
        grep -q FAILURES "$work/run.log" || tail -n 20 "$work/run.log"
    fi
}

checks=not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance

for firmware in 5.1 9.8; do
    "$wiretwin" openapi --api extrahop --firmware "$firmware" >"$work/openapi.json"
    for level in read_only limited_write full_write full_system; do
        # Others are mostly refused.
        count=1
        [ "$level" != full_system ] || count=$examples
        # A server of its own for each, as what one deletes another does not find.
        start --fixture guide --firmware "$firmware"
        fuzz "$count" "extrahop $firmware, $level" /api/v1 -H "Authorization: ExtraHop apikey=$(ready api_keys "$level")"
        stop
    done
done
"$wiretwin" openapi --api kentik >"$work/openapi.json"
start --fixture demo
fuzz 1 "kentik, member" /api/v5 -H "X-CH-Auth-Email: $(ready kentik member_email)" \
    -H "X-CH-Auth-API-Token: $(ready kentik member_token)"
stop
start --fixture demo
fuzz "$examples" "kentik, administrator" /api/v5 -H "X-CH-Auth-Email: $(ready kentik email)" \
    -H "X-CH-Auth-API-Token: $(ready kentik administrator_token)"
stop

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
