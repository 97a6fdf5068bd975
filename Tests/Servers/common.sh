# Shared by the servers' scripts; sourced, not run.
writer_key=${AWS_ACCESS_KEY_ID:-pailwriterkey}
writer_secret=${AWS_SECRET_ACCESS_KEY:-pailwritersecret}
reader_key=${PAIL_TEST_READER_KEY:-pailreaderkey}
reader_secret=${PAIL_TEST_READER_SECRET:-pailreadersecret}

# Whether the process recorded in a file lives, and is still the one that was recorded: a number may be reused.
running() {
    [ -s "$1" ] || return 1
    local pid
    pid=$(cat "$1")
    [ -d "/proc/$pid" ] && tr '\0' ' ' < "/proc/$pid/cmdline" 2> /dev/null | grep -q -F "$dir"
}

answers() {
    local code
    code=$(curl -s -m 5 -o /dev/null -w '%{http_code}' "$1/" || true)
    [ "$code" != 000 ] && [ "$code" != 503 ]
}

# Ends a recorded process, first asking.
stop_recorded() {
    if running "$1"; then
        local pid
        pid=$(cat "$1")
        kill "$pid" 2> /dev/null || true
        for _ in $(seq 100); do
            running "$1" || break
            sleep 0.1
        done
        ! running "$1" || kill -9 "$pid" 2> /dev/null || true
    fi
    rm -f "$1"
}

# Prints N free TCP ports of loopback. PAIL_TEST_PORTS=FIRST-LAST restricts where they are sought.
free_ports() {
    python3 - "$1" "${PAIL_TEST_PORTS:-}" <<'PYTHON'
import socket, sys
count, wanted = int(sys.argv[1]), sys.argv[2]
kept = []
first, last = map(int, wanted.split("-")) if wanted else (0, 0)
candidate = first
while len(kept) < count:
    s = socket.socket()
    try:
        s.bind(("127.0.0.1", candidate))
        kept.append(s)
    except OSError:
        s.close()
    if wanted:
        candidate += 1
        if candidate > last + 1:
            sys.exit("no free ports in " + wanted)
print(*(s.getsockname()[1] for s in kept))
PYTHON
}
