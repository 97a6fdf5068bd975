#!/bin/bash
# Builds the server and the helpers of the benchmarks into .build/bench; quick when they are there.
#
# usage: build.sh
set -eu
cd "$(dirname "$0")/.."
out=.build/bench
mkdir -p "$out"
flags="-O2 -g -Wall -Wextra -Werror -std=gnu17"

# newer TARGET SOURCE...: whether the target is missing or older than a source
newer() {
    local target=$1 source
    shift
    for source in "$@"; do [ "$source" -nt "$target" ] && return 0; done
    [ ! -e "$target" ]
}

if newer "$out/memorys3" Benchmarks/memorys3/*; then
    cc $flags -o "$out/memorys3" Benchmarks/memorys3/*.c -lcrypto -lpthread
fi
for program in load measure; do
    if newer "$out/$program" "Benchmarks/limits/$program.c"; then
        cc $flags -o "$out/$program" "Benchmarks/limits/$program.c" -lpthread
    fi
done
if newer "$out/emptyfuse" Benchmarks/limits/emptyfuse.c; then
    cc $flags $(pkg-config --cflags fuse3) -o "$out/emptyfuse" Benchmarks/limits/emptyfuse.c $(pkg-config --libs fuse3)
fi
