#!/bin/bash
# SeaweedFS with its S3 gateway on loopback, for tests and the demo.
# usage: seaweedfs.sh start DIR   start (or find running) a server with its data in DIR; prints the endpoint
#        seaweedfs.sh stop DIR    stop the server of DIR, by its recorded process; DIR stays
# Identities: AWS_ACCESS_KEY_ID/AWS_SECRET_ACCESS_KEY (all rights) and PAIL_TEST_READER_KEY/_SECRET (Read, List).
# WEED names the binary when it is not in the tree's .build/venv or the PATH.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
verb=${1:?start or stop}
mkdir -p "${2:?a directory}"
dir=$(cd "$2" && pwd)
. "$here/common.sh"

start() {
    if running "$dir/pid" && [ -s "$dir/endpoint" ] && answers "$(cat "$dir/endpoint")"; then
        cat "$dir/endpoint"
        return
    fi
    stop
    weed=${WEED:-}
    [ -n "$weed" ] || weed=$root/.build/venv/bin/weed
    [ -x "$weed" ] || weed=$(command -v weed) || {
        echo "seaweedfs.sh: no weed: run Tests/Servers/venv.sh first" >&2
        exit 69
    }
    cat > "$dir/s3.json" <<CONFIG
{"identities": [
  {"name": "writer",
   "credentials": [{"accessKey": "$writer_key", "secretKey": "$writer_secret"}],
   "actions": ["Admin", "Read", "Write", "List", "Tagging"]},
  {"name": "reader",
   "credentials": [{"accessKey": "$reader_key", "secretKey": "$reader_secret"}],
   "actions": ["Read", "List"]}
]}
CONFIG
    chmod 600 "$dir/s3.json"
    mkdir -p "$dir/data"
    # A port found free may be taken before weed binds it: then weed ends, and other ports are tried.
    for attempt in 1 2 3; do
        # Master, volume and filer listen for gRPC at their port + 10000 unless told otherwise.
        # shellcheck disable=SC2046
        set -- $(free_ports 8)
        nohup "$weed" -logtostderr server -dir="$dir/data" -ip=127.0.0.1 -ip.bind=127.0.0.1 \
            -master.telemetry=false -master.port="$1" -master.port.grpc="$2" \
            -master.volumeSizeLimitMB=1024 -volume.max=500 -volume.preStopSeconds=0 \
            -volume.port="$3" -volume.port.grpc="$4" \
            -filer -filer.port="$5" -filer.port.grpc="$6" \
            -s3 -s3.port="$7" -s3.port.grpc="$8" -s3.config="$dir/s3.json" -s3.domainName=s3.localhost \
            > "$dir/weed.log" 2>&1 < /dev/null &
        echo $! > "$dir/pid"
        endpoint=http://127.0.0.1:$7
        for _ in $(seq 600); do
            running "$dir/pid" || break
            if answers "$endpoint" && writes "$endpoint"; then
                echo "$endpoint" > "$dir/endpoint"
                cat "$dir/endpoint"
                return
            fi
            sleep 0.1
        done
        stop
    done
    echo "seaweedfs.sh: the server did not come up; its log ends:" >&2
    tail -5 "$dir/weed.log" >&2
    exit 69
}

# The gateway answers before the volume server has joined; only then an object can be stored.
writes() {
    local code
    code=$(curl -s -m 5 -o /dev/null -w '%{http_code}' --aws-sigv4 aws:amz:us-east-1:s3 \
        --user "$writer_key:$writer_secret" -X PUT "$1/ready-check" || true)
    [ "$code" = 200 ] || [ "$code" = 409 ] || return 1
    code=$(curl -s -m 5 -o /dev/null -w '%{http_code}' --aws-sigv4 aws:amz:us-east-1:s3 \
        --user "$writer_key:$writer_secret" -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' \
        -X PUT --data-binary ready "$1/ready-check/object" || true)
    [ "$code" = 200 ] || return 1
    curl -s -m 5 -o /dev/null --aws-sigv4 aws:amz:us-east-1:s3 --user "$writer_key:$writer_secret" \
        -X DELETE "$1/ready-check/object" || true
    curl -s -m 5 -o /dev/null --aws-sigv4 aws:amz:us-east-1:s3 --user "$writer_key:$writer_secret" \
        -X DELETE "$1/ready-check" || true
}

stop() {
    stop_recorded "$dir/pid"
    rm -f "$dir/endpoint"
}

case $verb in
start) start ;;
stop) stop ;;
*)
    echo "seaweedfs.sh: start or stop, not $verb" >&2
    exit 64
    ;;
esac
