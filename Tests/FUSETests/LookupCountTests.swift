import FUSE
import Foundation
import Glibc
import Synchronization
import SystemPackage
import Testing

@Suite("Lookups are counted as the kernel counts them", requiresFUSE)
struct LookupCountTests {
    @Test("after eight threads' work every lookup is forgotten")
    func balance() async throws {
        let toy = ToyFileSystem()
        for index in 0..<200 { toy.add("file-\(index)", [1]) }
        let mounted = try Mounted(toy)
        let path = mounted.path
        let seed = UInt64.random(in: 0...UInt64.max)
        print("LookupCountTests seed \(seed)")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for thread in 0..<8 {
                group.addTask {
                    try await blocking {
                        var random = seed &+ UInt64(thread)
                        for step in 0..<400 {
                            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                            let file = path + "/file-\((random >> 33) % 200)"
                            switch (random >> 20) % 5 {
                            case 0: _ = try status(file)
                            case 1: #expect(try readAll(file) == [1])
                            case 2:
                                // stat of each entry: what readdirplus counted must be forgotten, too.
                                for name in try FileManager.default.contentsOfDirectory(atPath: path).prefix(20) {
                                    _ = try? status(path + "/" + name)
                                }
                            case 3:
                                let new = path + "/new-\(thread)-\(step)"
                                close(CInt(try check(open(new, O_WRONLY | O_CREAT, 0o644))))
                                try check(unlink(new))
                            default:
                                try check(mkdir(path + "/dir-\(thread)-\(step)", 0o755))
                                try check(symlink("x", path + "/dir-\(thread)-\(step)/link"))
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(toy.lookupSum > 0)
        // The kernel forgets nothing when it unmounts, so it is made to let go of every dentry first: children first.
        let notifier = try #require(toy.state.withLock { $0.notifier })
        try await waitUntil("the kernel forgets all") {
            let dentries = toy.state.withLock { state in
                state.nodes.sorted { $0.key.rawValue > $1.key.rawValue }
                    .flatMap { node in node.value.children.map { (node.key, $0.name) } }
            }
            for (parent, name) in dentries { notifier.invalidate(entry: name, in: parent) }
            return toy.lookupSum == 0
        }
        try await mounted.end()
        #expect(toy.lookupSum == 0)
    }
}
