# Pail. `make demo` shows it, `make test` tests it; both install what they need.

build_packages := libfuse3-dev fuse3 libcurl4-openssl-dev libssl-dev libexpat1-dev libsqlite3-dev pkg-config g++
test_packages := python3-venv curl openssl iproute2 psmisc attr rsync git sqlite3 zip unzip tar
bench_packages := fuse3 s3fs
ceph_packages := ceph-mon ceph-osd ceph-common radosgw
PREFIX ?= /usr/local
DESTDIR ?=
work := .build/pail
venv := $(CURDIR)/.build/venv
run = WEED=$(venv)/bin/weed PYTHON=$(venv)/bin/python

.PHONY: build check format test test-full bench bench-client demo demo-stop install uninstall clean packages environment
.PHONY: operations docs

build: packages
	swift build -c release --static-swift-stdlib --product pail

packages:
	@Tests/Servers/packages.sh $(build_packages)

environment: packages
	@Tests/Servers/packages.sh $(test_packages)
	@Tests/Servers/venv.sh $(venv)

# The inputs, outputs and methods of S3's operations, from botocore's model of the API; then what botocore makes of them.
operations: environment
	$(venv)/bin/python Sources/S3/Operations/Model/generate.py
	$(venv)/bin/python Tests/S3Tests/Vectors/make_operations.py

# The library's documentation, in which a warning is an error, and whether no public symbol is without any.
docs: packages
	PAIL_DOCS=1 swift package --scratch-path .build/docs generate-documentation --target S3 --warnings-as-errors
	Tests/Tools/documented.py .build/docs

# Formatting, lint, operations that are what the model says, and a build in which warnings are errors.
check: environment
	swift format lint --strict --recursive --parallel Package.swift Sources Tests
	$(venv)/bin/python Sources/S3/Operations/Model/generate.py .build/operations
	diff -r .build/operations Sources/S3/Operations/Generated
	swift build --build-tests

format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests

test: environment
	@$(run) Tests/run.sh

test-full: environment
	@Tests/Servers/packages.sh $(ceph_packages)
	@$(run) Tests/run.sh --full

# Beside s3fs and rclone, and the library beside boto3, the AWS CLI, rclone and curl. BENCH=--quick for a first look.
bench: environment
	@Tests/Servers/packages.sh $(bench_packages)
	@Benchmarks/mounts.py $(BENCH)

bench-client: environment
	@Benchmarks/client.sh $(BENCH)

demo: environment
	@$(run) Tests/Servers/demo.sh start

demo-stop:
	@$(run) Tests/Servers/demo.sh stop

install: build
	install -D -m 755 .build/release/pail $(DESTDIR)$(PREFIX)/bin/pail
	install -d $(DESTDIR)/sbin
	ln -sf $(PREFIX)/bin/pail $(DESTDIR)/sbin/mount.pail
	ln -sf $(PREFIX)/bin/pail $(DESTDIR)/sbin/mount.fuse.pail
	ln -sf $(PREFIX)/bin/pail $(DESTDIR)/sbin/umount.fuse.pail
	install -D -m 644 systemd/pail@.service $(DESTDIR)/etc/systemd/system/pail@.service
	install -D -m 644 docs/pail.1 $(DESTDIR)$(PREFIX)/share/man/man1/pail.1

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/pail $(DESTDIR)/sbin/mount.pail $(DESTDIR)/sbin/mount.fuse.pail $(DESTDIR)/sbin/umount.fuse.pail
	rm -f $(DESTDIR)/etc/systemd/system/pail@.service $(DESTDIR)$(PREFIX)/share/man/man1/pail.1

clean: demo-stop
	rm -rf .build
