#!/bin/bash
# The library `S3` beside boto3, the AWS CLI, rclone and parallel curl, on one server in one run.
#
# usage: client.sh [--quick] [--runs N] [--rows PATTERNS] [--peers NAMES] [--servers NAMES] [--no-docs] [--no-build]
#
# Builds what it needs under .build; writes Benchmarks/results/client.json and the block `client` of docs/performance.md.
set -eu
cd "$(dirname "$0")/.."
if [[ " $* " != *" --no-build "* && " $* " != *" --help "* ]]; then
    Benchmarks/build.sh
    Tests/Servers/venv.sh .build/venv
    # In a place of its own: it pins another botocore than boto3 does.
    if [ ! -x .build/awscli/bin/aws ]; then
        /usr/bin/python3 -m venv .build/awscli
        .build/awscli/bin/pip install --quiet --disable-pip-version-check awscli
    fi
    swift build -c release --package-path Benchmarks/s3bench --scratch-path .build/s3bench
fi
exec python3 Benchmarks/client.py "$@"
