#!/usr/bin/env bash
# Asks a server everything that its OpenAPI documents have, with good and bad values, as every level
# of access, and holds each answer against the document: its status, media type, headers and schema.
# Takes the program; `schemathesis` must be in the path. WIRETWIN_FUZZ_EXAMPLES says how many
# requests there are for an operation, as the level that may do most.
set -euo pipefail
wiretwin=$(realpath "$1")
examples=${WIRETWIN_FUZZ_EXAMPLES:-2}
checks=not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance
work=$(mktemp -d)

finish() {
    local status=$?
    trap - EXIT
    # shellcheck disable=SC2046 # each is a process
    kill $(jobs -p) 2>/dev/null || true
    wait
    rm -rf "$work"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The plain address, and one line for each header of the caller.
said_by() {
    python3 -c '
import json, sys
ready = json.load(open(sys.argv[1], encoding="utf-8"))
kentik = ready["kentik"]
print(ready["http"])
if sys.argv[2] == "administrator":
    print("X-CH-Auth-Email: " + kentik["email"])
    print("X-CH-Auth-API-Token: " + kentik["administrator_token"])
elif sys.argv[2] == "member":
    print("X-CH-Auth-Email: " + kentik["member_email"])
    print("X-CH-Auth-API-Token: " + kentik["member_token"])
else:
    print("Authorization: ExtraHop apikey=" + ready["api_keys"][sys.argv[2]])' "$@"
}

# Document, base path, level, how many requests for an operation, and options of the server. Each has
# a server of its own, as what one deletes another does not find.
fuzz() (
    document=$1 base=$2 level=$3 count=$4
    shift 4
    folder=$work/$document-$level
    mkdir "$folder"
    cd "$folder"
    "$wiretwin" serve --listen 127.0.0.1:0 --http-listen 127.0.0.1:0 --ephemeral \
        --ready-file ready.json "$@" >server.log 2>&1 &
    server=$!
    trap 'kill -KILL "$server" 2>/dev/null || true' EXIT
    trap 'exit 143' TERM
    for _ in $(seq 600); do
        [ ! -e ready.json ] || break
        sleep 0.1
    done
    mapfile -t said < <(said_by ready.json "$level")
    headers=()
    for header in "${said[@]:1}"; do
        headers+=(-H "$header")
    done
    if schemathesis run "$work/$document.json" --url "${said[0]}$base" --phases examples,fuzzing \
        --max-examples "$count" --generation-deterministic --seed 1 --no-shrink --no-color \
        --continue-on-failure --warnings off --max-redirects 0 --request-timeout 30 \
        --checks "$checks" "${headers[@]}" >run.log 2>&1; then
        touch passed
    fi
    # It may not have got as far as a list of failures.
    {
        echo "$document, $level:"
        if [ -e passed ]; then
            grep -E '^ *[0-9]+ generated' run.log || true
        elif grep -q FAILURES run.log; then
            sed -n '/FAILURES/,$p' run.log | head -n 200
        else
            tail -n 30 run.log server.log
        fi
    } >told
    cat told
)

for firmware in 5.1 9.8; do
    "$wiretwin" openapi --api extrahop --firmware "$firmware" >"$work/extrahop-$firmware.json"
done
"$wiretwin" openapi --api kentik >"$work/kentik.json"

# Those who are refused most are asked once each.
for level in read_only limited_write full_write full_system; do
    count=1
    [ "$level" != full_system ] || count=$examples
    running=()
    for firmware in 5.1 9.8; do
        fuzz "extrahop-$firmware" /api/v1 "$level" "$count" --fixture guide --firmware "$firmware" &
        running+=($!)
    done
    wait "${running[@]}" || true
done
fuzz kentik /api/v5 member 1 --fixture demo &
running=($!)
fuzz kentik /api/v5 administrator "$examples" --fixture demo &
running+=($!)
wait "${running[@]}" || true

passed=$(find "$work" -name passed | wc -l)
echo "$passed passed, $((10 - passed)) failed"
[ "$passed" -eq 10 ]
