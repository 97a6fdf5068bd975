#!/bin/bash
# Ceph's radosgw on loopback with one monitor and one OSD in memory, for tests.
# usage: ceph.sh start DIR    start (or find running); prints the endpoint
#        ceph.sh stop DIR     stop the processes of DIR, by their recorded numbers, and remove their data
# Users as in seaweedfs.sh; the reader may read what a bucket policy of the writer allows (uid reader).
# STORE=bluestore keeps objects on disk instead of in memory.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
verb=${1:?start or stop}
mkdir -p "${2:?a directory}"
dir=$(cd "$2" && pwd)
. "$here/common.sh"
daemons="client.rgw.a osd.0 mon.a"

start() {
    if running "$dir/run/client.rgw.a.pid" && [ -s "$dir/endpoint" ] && answers "$(cat "$dir/endpoint")"; then
        cat "$dir/endpoint"
        return
    fi
    stop
    mkdir -p "$dir"/{mon,osd0,rgw,run,log}
    # shellcheck disable=SC2046
    set -- $(free_ports 2)
    port=$1 monitor=$2
    fsid=$(cat /proc/sys/kernel/random/uuid)
    cat > "$dir/ceph.conf" <<CONFIG
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
crash dir = $dir/run
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
mon allow pool size one = true
osd crush chooseleaf type = 0
osd objectstore = ${STORE:-memstore}
memstore device bytes = 6442450944
bluestore block size = 6442450944
osd data = $dir/osd0
mon data = $dir/mon
mon max pg per osd = 1000
mon osd full ratio = 0.99
mon osd nearfull ratio = 0.98
mon osd backfillfull ratio = 0.985
mon data avail crit = 1
osd memory target = 1073741824
[client.rgw.a]
rgw frontends = beast endpoint=127.0.0.1:$port
rgw dns name = s3.localhost
rgw data = $dir/rgw
rgw thread pool size = 32
CONFIG
    export CEPH_CONF=$dir/ceph.conf
    {
        ceph-authtool --create-keyring "$dir/keyring" --gen-key -n mon. --cap mon 'allow *'
        ceph-authtool "$dir/keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
        ceph-authtool "$dir/keyring" --gen-key -n client.rgw.a --cap mon 'allow rw' --cap osd 'allow rwx' --cap mgr 'allow *'
        ceph-authtool "$dir/keyring" --gen-key -n osd.0 --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
        monmaptool --create --clobber --fsid "$fsid" --addv a "[v2:127.0.0.1:$monitor]" "$dir/monmap"
        ceph-mon --mkfs -i a --monmap "$dir/monmap" --keyring "$dir/keyring" -c "$dir/ceph.conf"
        ceph-mon -i a -c "$dir/ceph.conf"
        osd=$(cat /proc/sys/kernel/random/uuid)
        ceph -c "$dir/ceph.conf" osd new "$osd" 0
        ceph-osd -i 0 --mkfs --osd-uuid "$osd" -c "$dir/ceph.conf"
        ceph -c "$dir/ceph.conf" osd crush add osd.0 1.0 host=localhost root=default
        ceph-osd -i 0 -c "$dir/ceph.conf"
        for _ in $(seq 100); do
            ceph -c "$dir/ceph.conf" osd stat | grep -q '1 up' && break
            sleep 0.2
        done
        radosgw -n client.rgw.a -c "$dir/ceph.conf"
    } > "$dir/log/start.log" 2>&1 < /dev/null
    endpoint=http://127.0.0.1:$port
    for _ in $(seq 300); do
        answers "$endpoint" && break
        sleep 0.2
    done
    radosgw-admin -c "$dir/ceph.conf" user create --uid=writer --display-name=writer \
        --access-key="$writer_key" --secret-key="$writer_secret" > "$dir/log/users.log" 2>&1
    radosgw-admin -c "$dir/ceph.conf" user create --uid=reader --display-name=reader \
        --access-key="$reader_key" --secret-key="$reader_secret" >> "$dir/log/users.log" 2>&1
    echo "$endpoint" > "$dir/endpoint"
    cat "$dir/endpoint"
}

stop() {
    for name in $daemons; do
        [ ! -e "$dir/run/$name.pid" ] || stop_recorded "$dir/run/$name.pid"
    done
    rm -rf "$dir"/{mon,osd0,rgw,run,keyring,monmap,ceph.conf,endpoint}
}

case $verb in
start) start ;;
stop) stop ;;
*)
    echo "ceph.sh: start or stop, not $verb" >&2
    exit 64
    ;;
esac
