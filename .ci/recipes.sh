#!/usr/bin/env bash
# Runs the recipes of docs/recipes as they stand there: recipes.sh BINARY PYTHON. Languages that the machine
# does not have are left out, and said.
set -euo pipefail
binary=$(realpath "$1")
python=$2
cd "$(dirname "${BASH_SOURCE[0]}")/../docs/recipes"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$binary" "$work/wiretwin"
export PATH="$work:$PATH"
passed=0
left_out=

(cd python && REQUESTS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt "$python" -m pytest -q -p no:cacheprovider)
passed=$((passed + 1))
if command -v node >/dev/null; then
    node --test node/
    passed=$((passed + 1))
else
    left_out+=" node"
fi
if command -v go >/dev/null; then
    (cd go && GOFLAGS=-count=1 go test ./...)
    passed=$((passed + 1))
else
    left_out+=" go"
fi
wiretwin fixture check compose/office.yaml
"$python" - compose/compose.yaml github-actions.yml <<'PYTHON'
import sys
import yaml

for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        assert yaml.safe_load(file)
PYTHON
passed=$((passed + 1))
[ -z "$left_out" ] || echo "left out:$left_out"
echo "$passed passed, 0 failed"
