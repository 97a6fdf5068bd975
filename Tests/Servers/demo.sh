#!/bin/bash
# The demo: a real S3 server on loopback with sample data, mounted, browsed, and left mounted.
#
# usage: demo.sh start|stop
set -eu
cd "$(dirname "$0")/../.."
home=$PWD/.build/pail/demo
mnt=$home/bucket
pail=$PWD/.build/release/pail
python=${PYTHON:-python3}

stop() {
    if grep -q " $mnt " /proc/self/mounts; then
        "$pail" umount "$mnt" 2> /dev/null || fusermount3 -u -z "$mnt"
    fi
    [ -d "$home/seaweedfs" ] && Tests/Servers/seaweedfs.sh stop "$home/seaweedfs"
    rm -rf "$home"
}

start() {
    stop
    swift build -c release --product pail
    # fusermount3 opens /dev/fuse for an ordinary user only where the device lets him.
    [ -w /dev/fuse ] || sudo chmod 666 /dev/fuse
    mkdir -p "$mnt"
    Tests/Servers/seaweedfs.sh start "$home/seaweedfs"
    . "$home/seaweedfs/env"
    "$python" - "$PAIL_TEST_SEAWEEDFS" <<'PY'
import sys, boto3, random
s3 = boto3.client("s3", endpoint_url=sys.argv[1], region_name="us-east-1")
s3.create_bucket(Bucket="demo")
put = lambda key, body: s3.put_object(Bucket="demo", Key=key, Body=body)
put("README.txt", b"This file is the object README.txt of the bucket s3://demo.\n")
for year in (2024, 2025, 2026):
    for month in range(1, 5):
        put(f"logs/{year}/{month:02}.log", "".join(f"{year}-{month:02}-{day:02} all is well\n" for day in range(1, 29)).encode())
put("logs/2026/05.log", b"2026-05-01 a needle in the haystack\n")
put("music/one/track 1.txt", b"la la la\n")
put("music/two/track 2.txt", b"tra la la\n")
put("data/random.bin", random.Random(1).randbytes(20 << 20))
PY
    "$pail" mount s3://demo "$mnt" --endpoint-url "$PAIL_TEST_SEAWEEDFS" --region us-east-1 \
        --cache-dir "$home/cache" --log-file "$home/log"
    show ls -l .
    show cat README.txt
    show find logs -name '*.log'
    show grep -r needle logs
    show du -sh data logs
    show cp -r logs copied
    show mv copied renamed
    show ls -R renamed/2026
    show rm -r renamed
    echo
    echo "s3://demo is mounted at $mnt and stays so: browse it, write to it."
    echo "'make demo-stop' unmounts it, stops the server and removes both."
}

show() {
    echo
    echo "\$ $*"
    (cd "$mnt" && "$@")
}

"$1"
