#!/bin/bash
# Ceph's radosgw on loopback: one monitor, one OSD in memory, no authentication between them but cephx.
#
# usage: ceph.sh start DIR   starts it on free ports; writes DIR/env (to be sourced)
#        ceph.sh stop DIR    stops it and removes DIR
set -eu
command=$1
dir=$(realpath -m "$2")

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start() {
    local port monitor fsid access secret uuid attempt
    access=${AWS_ACCESS_KEY_ID:-PAILTESTACCESS}
    secret=${AWS_SECRET_ACCESS_KEY:-pail-test-secret}
    port=$(free_port)
    monitor=$(free_port)
    fsid=$(cat /proc/sys/kernel/random/uuid)
    mkdir -p "$dir"/{mon,osd,rgw,run,log}
    export CEPH_CONF=$dir/ceph.conf
    cat > "$CEPH_CONF" <<CONF
[global]
fsid = $fsid
mon host = [v2:127.0.0.1:$monitor]
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
auth allow insecure global id reclaim = true
keyring = $dir/keyring
run dir = $dir/run
admin socket = $dir/run/\$name.asok
log file = $dir/log/\$name.log
pid file = $dir/run/\$name.pid
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon max pg per osd = 1000
mon osd full ratio = 0.99
mon osd nearfull ratio = 0.98
mon osd backfillfull ratio = 0.985
mon data avail crit = 1
osd crush chooseleaf type = 0
osd objectstore = memstore
memstore device bytes = 6442450944
osd data = $dir/osd
mon data = $dir/mon
[client.rgw.a]
rgw frontends = beast endpoint=127.0.0.1:$port
rgw dns name = s3.localhost
rgw data = $dir/rgw
rgw thread pool size = 32
CONF
    {
        ceph-authtool --create-keyring "$dir/keyring" --gen-key -n mon. --cap mon 'allow *'
        ceph-authtool "$dir/keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
        ceph-authtool "$dir/keyring" --gen-key -n client.rgw.a --cap mon 'allow rw' --cap osd 'allow rwx' --cap mgr 'allow *'
        ceph-authtool "$dir/keyring" --gen-key -n osd.0 --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
        monmaptool --create --clobber --fsid "$fsid" --addv a "[v2:127.0.0.1:$monitor]" "$dir/monmap"
        ceph-mon --mkfs -i a --monmap "$dir/monmap" --keyring "$dir/keyring" -c "$CEPH_CONF"
        ceph-mon -i a -c "$CEPH_CONF"
        ceph osd new "$(cat /proc/sys/kernel/random/uuid)" 0
        uuid=$(ceph osd dump 2> /dev/null | awk '/^osd.0/{print $NF}')
        ceph-osd -i 0 --mkfs --osd-uuid "$uuid" -c "$CEPH_CONF"
        ceph osd crush add osd.0 1.0 host=localhost root=default
        ceph-osd -i 0 -c "$CEPH_CONF"
    } > "$dir/log/start" 2>&1 || fail
    for attempt in $(seq 100); do
        ceph osd stat 2> /dev/null | grep -q '1 up' && break
        sleep 0.2
    done
    radosgw -n client.rgw.a -c "$CEPH_CONF" >> "$dir/log/start" 2>&1 || fail
    for attempt in $(seq 300); do
        if [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/")" != 000 ]; then
            radosgw-admin user create --uid=owner --display-name=owner --access-key="$access" --secret-key="$secret" \
                --max-buckets=100000 > "$dir/log/user" 2>&1 || fail
            cat > "$dir/env" <<ENV
export PAIL_TEST_CEPH=http://127.0.0.1:$port
export AWS_ACCESS_KEY_ID=$access
export AWS_SECRET_ACCESS_KEY=$secret
ENV
            echo "Ceph at http://127.0.0.1:$port"
            return
        fi
        sleep 0.2
    done
    fail
}

fail() {
    echo "Ceph did not start; the end of its log:" >&2
    tail -5 "$dir/log/start" >&2
    stop
    exit 1
}

stop() {
    local file pid
    for file in "$dir"/run/client.rgw.a.pid "$dir"/run/osd.0.pid "$dir"/run/mon.a.pid; do
        [ -f "$file" ] || continue
        pid=$(cat "$file")
        kill "$pid" 2> /dev/null || continue
        for _ in $(seq 50); do
            kill -0 "$pid" 2> /dev/null || break
            sleep 0.1
        done
        kill -9 "$pid" 2> /dev/null || true
    done
    rm -rf "$dir"
}

"$command"
