#!/bin/bash
# Installs the system packages that building and testing need, and only those that are missing.
#
# usage: packages.sh PACKAGE...
set -eu
missing=()
for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
sudo=
if [ "$(id -u)" != 0 ]; then
    command -v sudo > /dev/null || { echo "needed: ${missing[*]}. Install them as root, or install sudo." >&2; exit 1; }
    sudo=sudo
fi
echo "Installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
