import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

@testable import FileSystem

extension MountedTests {
    /// Names that are forgotten when there are too many, and names that must not be.
    @Suite(.serialized) struct KnownNamesTests {
        private static let limit = 150
        private static let directories = 12
        private static let files = 40

        private static func crowd() -> MemoryStore {
            let keys = (0..<directories).flatMap { directory in (0..<files).map { ObjectKey("d\(directory)/f\($0)") } }
            return MemoryStore.holding(keys + ["open/file", "current/below/file", "watched/file", "looked/file"])
        }

        private static func walk(_ mount: BucketMount) {
            for directory in 0..<directories {
                let found = Tool.run(["ls", "\(mount.disk.root)/d\(directory)"])
                #expect(found.status == 0, "\(found.output)")
                #expect(found.output.split(separator: "\n").count == files)
            }
        }

        @Test(
            "Open files, a current directory and a watched one stay what they are when many names are forgotten",
            arguments: [Duration.zero, .milliseconds(20), .seconds(60)], [true, false])
        func inUse(_ timeToLive: Duration, prunes: Bool) async throws {
            try await BucketMount.with(Self.crowd(), prunes: prunes) {
                $0.inodesKept = Self.limit
                $0.metadataTTL = timeToLive
            } _: { mount in
                let disk = mount.disk
                let file = try disk.open("open/file", O_RDONLY).get()
                let inode = try file.stat().get().inode
                let directory = try disk.open("looked", O_RDONLY | O_DIRECTORY).get()
                let watch = inotify_init1(Int32(IN_NONBLOCK))
                #expect(inotify_add_watch(watch, disk.root + "/watched", UInt32(IN_CREATE)) >= 0)
                let place = try TemporaryDirectory()
                let stop = place.path + "/stop"
                let ready = place.path + "/ready"
                let current = Mutex<Tool.Result?>(nil)
                PlainThread.start {
                    // The shell's own directory is in the mount: every name it looks up begins there.
                    let result = Tool.run([
                        "sh", "-c",
                        """
                        cd '\(disk.root)/current' || exit 1
                        while [ ! -e '\(stop)' ]; do
                            read -r line < below/file || [ -n "$line" ] || echo "lost: below/file"
                            [ -d ../current/below ] || echo "lost: ../current"
                            [ "$(pwd -P)" = '\(disk.root)/current' ] || echo "lost: where"
                            [ "$(ls)" = below ] || echo "lost: ls"
                            : > '\(ready)'
                        done
                        """,
                    ])
                    current.withLock { $0 = result }
                }
                try PlainThread.waitUntil("the shell is there") { access(ready, F_OK) == 0 }
                for _ in 0..<3 {
                    Self.walk(mount)
                    let (found, bytes) = (try file.stat().get().inode, try file.read(100, at: 0).get())
                    #expect(found == inode)
                    #expect(bytes == Array("open/file".utf8))
                    var status = stat()
                    #expect(fstatat(directory.number, "file", &status, 0) == 0, "errno \(errno)")
                    #expect(faccessat(directory.number, "file", R_OK, 0) == 0, "errno \(errno)")
                }
                try disk.writeAll("watched/new", [1]).get()
                var event = [UInt8](repeating: 0, count: 4096)
                try PlainThread.waitUntil("the watch tells") { Glibc.read(watch, &event, event.count) > 0 }
                close(watch)
                #expect(open(stop, O_CREAT | O_WRONLY, 0o600) >= 0)
                try PlainThread.waitUntil("the shell ends") { current.withLock { $0 != nil } }
                let result = current.withLock { $0 }
                #expect(result?.status == 0 && result?.output == "", "\(result?.output ?? "")")
                try file.close().get()
                try directory.close().get()
            }
        }

        @Test("Names are found again after many others were listed")
        func foundAgain() async throws {
            try await BucketMount.with(Self.crowd()) {
                $0.inodesKept = Self.limit
                $0.metadataTTL = .zero
            } _: { mount in
                for _ in 0..<3 { Self.walk(mount) }
                for directory in 0..<Self.directories {
                    let bytes = try mount.disk.readAll(DiskPath("d\(directory)/f7")).get()
                    #expect(bytes == Array("d\(directory)/f7".utf8))
                }
            }
        }

        @Test(
            "A name that exists is found, however short answers are believed and however many ask",
            arguments: [Duration.zero, .milliseconds(1), .milliseconds(15)])
        func shortLived(_ timeToLive: Duration) async throws {
            let seed = UInt64.random(in: 0...UInt64.max)
            print("short-lived names: seed \(seed)")
            try await BucketMount.with(Self.crowd()) {
                $0.inodesKept = Self.limit
                $0.metadataTTL = timeToLive
            } _: { mount in
                let wrong = Mutex<[String]>([])
                let ended = Semaphore()
                let count = TestSettings.isFull ? 5_000 : 300
                for thread in 0..<4 {
                    PlainThread.start {
                        var generator = SplitMix64(seed: seed &+ UInt64(thread))
                        for step in 0..<count {
                            let path = DiskPath(
                                "d\(generator.next() % UInt64(Self.directories))/f\(generator.next() % UInt64(Self.files))"
                            )
                            var failure: CallError?
                            switch step % 3 {
                            case 0: if case .failure(let error) = mount.disk.stat(path) { failure = error }
                            case 1: if case .failure(let error) = mount.disk.readAll(path) { failure = error }
                            default: if case .failure(let error) = mount.disk.access(path, R_OK) { failure = error }
                            }
                            if let failure { wrong.withLock { $0.append("\(path): \(failure)") } }
                        }
                        ended.signal()
                    }
                }
                Self.walk(mount)
                for _ in 0..<4 { ended.wait() }
                let found = wrong.withLock { $0 }
                #expect(found.isEmpty, "\(found.prefix(20))")
            }
        }
    }
}
