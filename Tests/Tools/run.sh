#!/bin/bash
# Unix tools on a mounted bucket: each does its work there, and what it did is compared with the same on a disk.
#
# usage: run.sh DIR            mounts a bucket of $PAIL_TEST_SEAWEEDFS (or $ENDPOINT) with $PAIL_BINARY
#        run.sh --local DIR    the same on a plain directory: shows that the checks themselves are right
set -u
here=$(cd "$(dirname "$0")" && pwd)
is_local=no
if [ "$1" = --local ]; then
    is_local=yes
    shift
fi
work=$(realpath -m "$1")
mkdir -p "$work"
python=${PYTHON:-python3}
endpoint=${ENDPOINT:-${PAIL_TEST_SEAWEEDFS:-}}
bucket=pail-tools-$$
mnt=$work/mnt
disk=$work/disk
mkdir -p "$mnt" "$disk"
passed=0
failed=0
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=Pail GIT_AUTHOR_EMAIL=pail@localhost GIT_COMMITTER_NAME=Pail GIT_COMMITTER_EMAIL=pail@localhost

check() { # name, command...
    local name=$1
    shift
    if timeout 300 "$@" > "$work/out" 2>&1; then
        passed=$((passed + 1))
        echo "ok      $name"
    else
        failed=$((failed + 1))
        echo "FAILED  $name"
        sed 's/^/        /' "$work/out" | tail -20
    fi
}

finish() {
    [ "$is_local" = yes ] || { "$PAIL_BINARY" umount "$mnt" 2> /dev/null || fusermount3 -u -z "$mnt" 2> /dev/null; }
    rm -rf "$work"
}
trap finish EXIT

if [ "$is_local" = no ]; then
    "$python" - "$endpoint" "$bucket" <<'PY' || exit 1
import sys, boto3
boto3.client("s3", endpoint_url=sys.argv[1], region_name="us-east-1").create_bucket(Bucket=sys.argv[2])
PY
    "$PAIL_BINARY" mount "s3://$bucket" "$mnt" --endpoint-url "$endpoint" --region us-east-1 --posix \
        --cache-dir "$work/cache" --log-file "$work/log" || exit 1
fi

# What is copied in and compared.
mkdir -p "$disk/tree/a/b" "$disk/tree/empty"
echo "hello" > "$disk/tree/hello.txt"
: > "$disk/tree/nothing"
seq 1 20000 > "$disk/tree/a/numbers.txt"
head -c 3000000 /dev/urandom > "$disk/tree/a/b/random.bin"
echo "needle in here" > "$disk/tree/a/b/hay.txt"
echo "name with spaces" > "$disk/tree/a/with space & ü.txt"
chmod 600 "$disk/tree/hello.txt"
touch -d '2001-02-03 04:05:06' "$disk/tree/a/numbers.txt"

cd "$mnt" || exit 1
check "cp -r in" cp -r "$disk/tree" "$mnt/tree"
check "the copy is the same" diff -r "$disk/tree" "$mnt/tree"
check "cp -r out" cp -r "$mnt/tree" "$disk/back"
check "the copy out is the same" diff -r "$disk/tree" "$disk/back"
check "ls -lR" bash -c "ls -lR '$mnt/tree' | grep -q numbers.txt"
check "cat" bash -c "[ \"\$(cat '$mnt/tree/hello.txt')\" = hello ]"
check "find sees what the disk has" bash -c "diff <(cd '$disk/tree' && find . | sort) <(cd '$mnt/tree' && find . | sort)"
check "du -sh" bash -c "du -sh '$mnt/tree' | grep -q M"
check "grep -r" bash -c "grep -r needle '$mnt/tree' | grep -q hay.txt"
check "wc reads all of it" bash -c "[ \$(wc -l < '$mnt/tree/a/numbers.txt') = 20000 ]"
check "mv of a file" bash -c "mv '$mnt/tree/hello.txt' '$mnt/tree/moved.txt' && [ \"\$(cat '$mnt/tree/moved.txt')\" = hello ] && [ ! -e '$mnt/tree/hello.txt' ]"
check "mv of a directory" bash -c "mv '$mnt/tree' '$mnt/moved' && [ ! -e '$mnt/tree' ] && cmp '$disk/tree/a/b/random.bin' '$mnt/moved/a/b/random.bin' && [ -d '$mnt/moved/empty' ]"
check "append" bash -c "echo more >> '$mnt/moved/moved.txt' && [ \"\$(cat '$mnt/moved/moved.txt')\" = \$'hello\nmore' ]"
check "sed -i" bash -c "sed -i s/hello/goodbye/ '$mnt/moved/moved.txt' && grep -q goodbye '$mnt/moved/moved.txt'"
check "truncate" bash -c "truncate -s 5 '$mnt/moved/moved.txt' && [ \$(stat -c %s '$mnt/moved/moved.txt') = 5 ] && truncate -s 10 '$mnt/moved/moved.txt' && [ \$(stat -c %s '$mnt/moved/moved.txt') = 10 ]"
check "rm of the last file keeps the directory" bash -c "mkdir '$mnt/keep' && echo x > '$mnt/keep/x' && rm '$mnt/keep/x' && [ -d '$mnt/keep' ] && rmdir '$mnt/keep' && [ ! -e '$mnt/keep' ]"
check "rmdir of what is not empty fails" bash -c "! rmdir '$mnt/moved' 2> /dev/null"
check "ln -s and readlink" bash -c "ln -s moved/moved.txt '$mnt/link' && [ \$(readlink '$mnt/link') = moved/moved.txt ] && [ \$(stat -L -c %s '$mnt/link') = 10 ] && rm '$mnt/link'"
check "chmod" bash -c "chmod 640 '$mnt/moved/nothing' && [ \$(stat -c %a '$mnt/moved/nothing') = 640 ]"
check "touch -d" bash -c "touch -d '2010-10-10 10:10:10' '$mnt/moved/nothing' && [ \$(stat -c %Y '$mnt/moved/nothing') = \$(date -d '2010-10-10 10:10:10' +%s) ]"
check "setfattr and getfattr" bash -c "[ $is_local = yes ] || { setfattr -n user.colour -v blue '$mnt/moved/nothing' && getfattr -n user.colour '$mnt/moved/nothing' | grep -q blue; }"
check "rm -rf" bash -c "rm -rf '$mnt/moved' && [ ! -e '$mnt/moved' ]"
check "tar c and x" bash -c "tar cf '$mnt/tree.tar' -C '$disk' tree && mkdir '$mnt/untar' && tar xf '$mnt/tree.tar' -C '$mnt/untar' && diff -r '$disk/tree' '$mnt/untar/tree' && [ \$(stat -c %Y '$mnt/untar/tree/a/numbers.txt') = \$(stat -c %Y '$disk/tree/a/numbers.txt') ]"
check "rsync -a" rsync -a "$disk/tree/" "$mnt/synced/"
check "rsync -a again copies nothing" bash -c "rsync -ai '$disk/tree/' '$mnt/synced/' > '$work/again' && [ ! -s '$work/again' ] || { cat '$work/again'; false; }"
check "zip and unzip" bash -c "cd '$disk' && zip -qr '$mnt/tree.zip' tree && mkdir '$mnt/unzipped' && unzip -q '$mnt/tree.zip' -d '$mnt/unzipped' && diff -r '$disk/tree' '$mnt/unzipped/tree'"
check "git init, add, commit" bash -c "mkdir '$mnt/repo' && cd '$mnt/repo' && git init -q . && cp -r '$disk/tree' . && git add . && git commit -qm first && echo change >> tree/a/b/hay.txt && git commit -qam second"
check "git fsck, log, status" bash -c "cd '$mnt/repo' && git fsck --strict && [ \$(git log --oneline | wc -l) = 2 ] && [ -z \"\$(git status --porcelain)\" ]"
check "git clone" bash -c "git clone -q '$mnt/repo' '$disk/clone' && diff -r -x empty '$disk/clone/tree' '$mnt/repo/tree'"
check "sqlite3 create and query" bash -c "sqlite3 '$mnt/test.db' 'create table t(a integer, b text); begin; insert into t select value, hex(randomblob(20)) from generate_series(1, 5000); commit; delete from t where a % 7 = 0;' && [ \"\$(sqlite3 '$mnt/test.db' 'pragma integrity_check; select count(*) from t' | tr '\n' ' ')\" = 'ok 4286 ' ]"
check "dd conv=fsync" bash -c "dd if='$disk/tree/a/b/random.bin' of='$mnt/dd' bs=64k conv=fsync status=none && cmp '$disk/tree/a/b/random.bin' '$mnt/dd'"
check "200 MiB with random overwrites" "$python" "$here/overwrite.py" "$mnt/large" "$disk/large" 200
check "the same after it was closed" cmp "$mnt/large" "$disk/large"
check "mmap" "$python" "$here/mapped.py" "$mnt/mapped" "$disk/mapped"
check "df answers" df "$mnt"

if [ "$is_local" = no ]; then
    check "boto3 reads what was written" "$python" "$here/interop.py" "$endpoint" "$bucket" "$mnt" "$disk/tree/a/b/random.bin"
    export RCLONE_CONFIG=/dev/null RCLONE_S3_PROVIDER=Other RCLONE_S3_ENDPOINT=$endpoint RCLONE_S3_FORCE_PATH_STYLE=true
    export RCLONE_S3_ACCESS_KEY_ID=$AWS_ACCESS_KEY_ID RCLONE_S3_SECRET_ACCESS_KEY=$AWS_SECRET_ACCESS_KEY
    rclone=$(dirname "$(command -v "$python")")/rclone
    check "rclone reads what was written" bash -c "'$rclone' copy ':s3:$bucket/synced' '$disk/rclone' && cmp '$disk/rclone/a/b/random.bin' '$disk/tree/a/b/random.bin' && cmp '$disk/rclone/a/numbers.txt' '$disk/tree/a/numbers.txt'"
    cd /
    check "a second mount shows the same" bash -c "mkdir -p '$work/second' && '$PAIL_BINARY' mount 's3://$bucket/synced' '$work/second' --endpoint-url '$endpoint' --region us-east-1 --cache-dir '$work/cache' && diff -r '$disk/tree' '$work/second'; s=\$?; '$PAIL_BINARY' umount '$work/second' && exit \$s"
    check "umount" "$PAIL_BINARY" umount "$mnt"
    check "nothing is mounted" bash -c "! grep -q ' $mnt ' /proc/self/mounts"
fi
cd /
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
