#!/usr/bin/env bash
# Clients that generators make of the OpenAPI documents call a running server: run.sh BINARY READY_FILE.
# Needs Python, Java and Node; what is installed goes into a folder that is removed.
set -euo pipefail
binary=$(realpath "$1")
ready=$(realpath "$2")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    'openapi-python-client==0.29.1' 'openapi-generator-cli==7.26.0' 'httpx==0.28.1' \
    'openapi-spec-validator==0.9.0' 'pydantic==2.14.*' 'python-dateutil==2.*' 'urllib3==2.*' 'typing-extensions==4.*'
export PATH="$work/venv/bin:$PATH"

for api in extrahop kentik; do
    for format in 3.1 3.0; do
        "$binary" openapi --api "$api" --format "$format" >"$api-$format.json"
    done
    openapi-spec-validator "$api-3.0.json" >/dev/null
    openapi-python-client generate --path "$api-3.1.json" --output-path "plain_$api" --meta none >"$api.log" 2>&1 || true
    if grep -qE 'WARN|rror' "$api.log"; then
        cat "$api.log"
        exit 1
    fi
    openapi-generator-cli generate -i "$api-3.1.json" -g python --package-name "made_$api" -o "made-$api" \
        >"$api.log" 2>&1 || { cat "$api.log"; exit 1; }
done
venv/bin/python "$here/examples.py" ./*-3.*.json | tee results.log
PYTHONPATH="$work:$work/made-extrahop:$work/made-kentik" venv/bin/python "$here/calls.py" "$ready" . | tee -a results.log

if command -v npm >/dev/null; then
    cp "$here/package.json" "$here/calls.ts" .
    npm install --silent --no-audit --no-fund
    for api in extrahop kentik; do
        npx openapi-typescript "$api-3.1.json" -o "$api.d.ts" >/dev/null
    done
    npx tsc --strict --noEmit --skipLibCheck --target es2022 --module nodenext --types node calls.ts
    npx tsc --outDir . --skipLibCheck --target es2022 --module nodenext --types node calls.ts
    NODE_EXTRA_CA_CERTS=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["ca_file"])' "$ready") \
        node calls.js "$ready" | tee -a results.log
fi
sed -nE 's/^([0-9]+) passed, 0 failed$/\1/p' results.log | awk '{ n += $1 } END { printf "%d passed, 0 failed\n", n }' >total
tail -n 1 total
