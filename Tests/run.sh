#!/bin/bash
# Builds everything, starts the servers, runs every test, and leaves nothing behind.
#
# usage: run.sh [--full]   --full adds Ceph and more of the generated operations
set -u
cd "$(dirname "$0")/.."
full=${1:-}
work=$PWD/.build/pail/test.$$
mkdir -p "$work"
export TMPDIR=$work/tmp
mkdir -p "$TMPDIR"
PATH=$PWD/.build/venv/bin:$PATH

sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
# fusermount3 opens /dev/fuse for an ordinary user only where the device lets him.
[ -w /dev/fuse ] || $sudo chmod 666 /dev/fuse

finish() {
    local place
    awk -v work="$work" 'index($2, work) == 1 {print $2}' /proc/self/mounts | tac | while read -r place; do
        fusermount3 -u -z "$place" 2> /dev/null || $sudo umount -l "$place"
    done
    Tests/Servers/seaweedfs.sh stop "$work/seaweedfs"
    [ -d "$work/moto" ] && Tests/Servers/moto.sh stop "$work/moto"
    [ -d "$work/ceph" ] && Tests/Servers/ceph.sh stop "$work/ceph"
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

swift build --build-tests || exit 1
# The tools run on what is installed: the optimised program.
swift build -c release --static-swift-stdlib --product pail || exit 1
Tests/Servers/seaweedfs.sh start "$work/seaweedfs" || exit 1
. "$work/seaweedfs/env"
Tests/Servers/moto.sh start "$work/moto" || exit 1
. "$work/moto/env"
if [ "$full" = --full ]; then
    Tests/Servers/ceph.sh start "$work/ceph" || exit 1
    . "$work/ceph/env"
    export PAIL_SEEDS=${PAIL_SEEDS:-50} PAIL_STEPS=${PAIL_STEPS:-3000}
fi
# The interpreter with boto3, whose session is compared with ours.
export PAIL_TEST_PYTHON=${PYTHON:-python3}
export AWS_REGION=us-east-1 AWS_EC2_METADATA_DISABLED=true PAIL_BINARY=$PWD/.build/debug/pail

status=0
# The kernel's room counts threads and times out callers: it has the process to itself.
swift test --skip-build --filter FUSETests || status=1
# So has the client: its hundreds of tests would starve the mounts of the others.
swift test --skip-build --filter 'S3Tests|S3ExampleTests' || status=1
swift test --skip-build --skip 'FUSETests|S3Tests|S3ExampleTests' || status=1
PAIL_BINARY=$PWD/.build/release/pail Tests/Tools/run.sh "$work/tools" || status=1
exit $status
