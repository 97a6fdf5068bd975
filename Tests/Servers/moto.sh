#!/bin/bash
# moto's server (STS and more of AWS) on loopback, for the tests.
#
# usage: moto.sh start DIR   starts it on a free port; writes DIR/env (to be sourced) and DIR/pid
#        moto.sh stop DIR    stops it and removes DIR
# PYTHON names an interpreter that has moto.
set -eu
command=$1
dir=$2
python=${PYTHON:-python3}

start() {
    mkdir -p "$dir"
    # moto_server tells nobody which free port it took, so its application is served here.
    "$python" - "$dir/port" > "$dir/log" 2>&1 <<'PY' &
import os, sys
from werkzeug.serving import make_server
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
with open(sys.argv[1] + ".new", "w") as file:
    file.write(str(server.server_port))
os.rename(sys.argv[1] + ".new", sys.argv[1])
server.serve_forever()
PY
    echo $! > "$dir/pid"
    local attempt
    for attempt in $(seq 600); do
        if [ -f "$dir/port" ]; then
            echo "export PAIL_TEST_MOTO=http://127.0.0.1:$(cat "$dir/port")" > "$dir/env"
            echo "moto at http://127.0.0.1:$(cat "$dir/port")"
            return
        fi
        kill -0 "$(cat "$dir/pid")" 2> /dev/null || break
        sleep 0.1
    done
    echo "moto did not start; the end of $dir/log:" >&2
    tail -5 "$dir/log" >&2
    stop
    exit 1
}

stop() {
    if [ -f "$dir/pid" ]; then
        local pid
        pid=$(cat "$dir/pid")
        if kill "$pid" 2> /dev/null; then
            for _ in $(seq 100); do
                kill -0 "$pid" 2> /dev/null || break
                sleep 0.1
            done
            kill -9 "$pid" 2> /dev/null || true
        fi
    fi
    rm -rf "$dir"
}

"$command"
