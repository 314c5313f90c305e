#!/usr/bin/env bash
# Installs the SDKs into a folder of its own, holds them against the kit, and writes CONFORMANCE.md.
# An SDK that cannot be had is left out, and so is the page then.
# usage: gateway/conform/run.sh [FOLDER]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
folder=${1:-$(mktemp -d)}
adapters=$here/adapters
mkdir -p "$folder"
skipped=0
skip() { echo "skipped: $*"; skipped=1; }
sdks=()

cd "$root"
cargo build --quiet -p wechatpay-gateway --features conform-client --example conform-client
cargo build --quiet -p wechatpay-gateway --features program --bin wechatpay
built=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')/debug
sdks+=(--sdk "$built/examples/conform-client")

if python3 -m venv "$folder/python" && "$folder/python/bin/pip" install --quiet -r "$adapters/python-wechatpayv3/requirements.txt"; then
    sdks+=(--sdk "$folder/python/bin/python $adapters/python-wechatpayv3/adapter.py")
else
    skip "wechatpayv3 of PyPI cannot be installed"
fi

mkdir -p "$folder/node"
cp "$adapters/node-wechatpay-axios-plugin/"{adapter.js,package.json} "$folder/node/"
if (cd "$folder/node" && npm install --silent --no-audit --no-fund); then
    sdks+=(--sdk "node $folder/node/adapter.js")
else
    skip "wechatpay-axios-plugin of npm cannot be installed"
fi

page=$folder/CONFORMANCE.md
status=0
"$built/wechatpay" conform "${sdks[@]}" --markdown "$page" || status=$?
[ "$status" -le 1 ] || exit "$status"
if [ "$skipped" = 0 ]; then
    cp "$page" "$root/CONFORMANCE.md"
    echo "written: CONFORMANCE.md"
fi
