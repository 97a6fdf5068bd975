#!/bin/bash
# Installs the system packages that are missing, with apt; asks nothing when all are there.
# usage: packages.sh build|test|ceph ...
set -euo pipefail
declare -A sets=(
    [build]="pkg-config libfuse3-dev libcurl4-openssl-dev libssl-dev libexpat1-dev libsqlite3-dev"
    [test]="fuse3 ca-certificates curl openssl python3-venv rsync git sqlite3 unzip zip"
    [ceph]="radosgw ceph-mon ceph-osd"
)
missing=()
for name in "$@"; do
    for package in ${sets[$name]}; do
        dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q 'install ok installed' || missing+=("$package")
    done
done
[ ${#missing[@]} -gt 0 ] || exit 0
if [ "$(id -u)" = 0 ]; then sudo=""; else sudo="sudo"; fi
echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
