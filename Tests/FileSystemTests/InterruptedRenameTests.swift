import FileSystemTesting
import Foundation
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

@testable import FileSystem
@testable import LocalStore

/// Renames of a directory whose mount is killed: the next one finishes or undoes them.
@Suite("Interrupted renames of directories") struct InterruptedRenameTests {
    typealias Death = DyingStore.Death

    /// What another client does meanwhile.
    enum Meddling: String, CaseIterable {
        case nothing, changesSource, addsToSource, addsToTarget, replacesCopy

        static let bytes = Array("another client's".utf8)

        func happen(in memory: MemoryStore) {
            switch self {
            case .nothing: break
            case .changesSource: memory.plant("d/a", Self.bytes)
            case .addsToSource: memory.plant("d/new", Self.bytes)
            case .addsToTarget: memory.plant("e/other", Self.bytes)
            case .replacesCopy: if memory.bytes(of: "e/a") != nil { memory.plant("e/a", Self.bytes) }
            }
        }
    }

    /// What must be true when all is settled: one of the directories has everything, and the other one nothing of it.
    private func check(
        _ world: RenameWorld, _ kind: RenameWorld.Kind, _ meddling: Meddling, wasThere: Bool, _ what: Comment
    ) {
        var (old, new) = (world.tree("d/"), world.tree("e/"))
        var tree = RenameWorld.tree
        if meddling != .nothing, wasThere {
            // Theirs is somewhere: where they have put it, or where it was renamed to.
            let theirs = [old, new].flatMap { $0.filter { $0.value == Meddling.bytes }.keys }
            let wanted =
                switch meddling {
                case .nothing: ""
                case .changesSource, .replacesCopy: "a"
                case .addsToSource: "new"
                case .addsToTarget: "other"
                }
            #expect(theirs == [wanted], what)
            if meddling == .addsToTarget || meddling == .replacesCopy { #expect(old[wanted] != Meddling.bytes, what) }
            if meddling == .replacesCopy { #expect(old["a"] == nil || old["a"] == tree["a"], what) }
            if wanted == "a" { tree["a"] = nil }
            for suffix in theirs { (old[suffix], new[suffix]) = (nil, nil) }
            old["a"] = wanted == "a" ? nil : old["a"]
            new["a"] = wanted == "a" ? nil : new["a"]
        }
        if kind.replaces, old != [:] {
            #expect(new == ["": []], what)
            #expect(world.memory.metadata(of: "e/")?.attributes == RenameWorld.replaced, what)
            new = [:]
        }
        // A prefix that has keys needs no marker to be there.
        #expect((old == tree && new == [:]) || (old == [:] && new == tree), "\(what): \(old) \(new)")
        #expect(world.memory.bytes(of: "near") == [5], what)
    }

    /// Begins the next mount, which leaves no upload that the journal knows: one whose identifier was on its way when the
    /// mount died is nobody's.
    private func settle(
        _ world: RenameWorld, _ disk: String, _ what: Comment, by store: (any ObjectStore)? = nil
    ) async throws {
        let known = try RenameWorld.journals(on: disk).flatMap { path -> [String] in
            let content = RenameCoding.decode(Array(try Data(contentsOf: URL(filePath: path))))
            guard case .record(let record, _) = content else { return [] }
            return record.copies.values.compactMap { $0.upload?.id }
        }
        try await world.settle(store, disk: disk)
        #expect(world.memory.openUploads.filter { known.contains($0.id) } == [], what)
        #expect(RenameWorld.journals(on: disk) == [], what)
    }

    /// How many requests a rename of the tree takes.
    private func requests(_ kind: RenameWorld.Kind) async throws -> Int {
        let world = try await RenameWorld(kind)
        let store = DyingStore(world.memory, death: nil)
        let disk = try world.makeDisk()
        try await world.rename(disk: disk, by: store).get()
        check(world, kind, .nothing, wasThere: true, "\(kind)")
        #expect(world.tree("d/") == [:])
        #expect(RenameWorld.journals(on: disk) == [])
        return store.requests
    }

    @Test(
        "A rename that is killed at any request is finished or undone by the next mount",
        arguments: RenameWorld.Kind.allCases)
    func killed(kind: RenameWorld.Kind) async throws {
        var outcomes: Set<Bool> = []
        for request in 0..<(try await requests(kind)) {
            for isDone in [false, true] {
                let death = Death(request: request, isDone: isDone)
                let world = try await RenameWorld(kind)
                let disk = try await kill(world, death)
                try await settle(world, disk, "\(kind), \(death)")
                check(world, kind, .nothing, wasThere: true, "\(kind), \(death)")
                outcomes.insert(world.tree("d/") == [:])
            }
        }
        #expect(outcomes == [true, false])
    }

    /// Renames until the mount is killed.
    ///
    /// - Returns: the disk as the mount has left it.
    private func kill(
        _ world: RenameWorld, _ death: Death, before: @escaping @Sendable (Int, RequestKind) -> Void = { _, _ in }
    ) async throws -> String {
        let disk = try world.makeDisk()
        let left = Mutex<Result<String, any Error>?>(nil)
        let store = DyingStore(world.memory, death: death, before: before) {
            let copy = Result { try world.snapshot(of: disk) }
            left.withLock { $0 = copy }
        }
        _ = try await world.rename(disk: disk, by: store)
        // Where it needs fewer requests than that, since another client was in the way.
        return try left.withLock { $0 }?.get() ?? world.snapshot(of: disk)
    }

    @Test("A rename is settled by the third mount where the second one is killed while it does so, or cannot")
    func killedAgain() async throws {
        for kind in RenameWorld.Kind.allCases {
            for request in 0..<(try await requests(kind)) {
                for next in 0..<100 {
                    let deaths = (
                        Death(request: request, isDone: request % 2 == 0), Death(request: next, isDone: next % 3 != 0)
                    )
                    let world = try await RenameWorld(kind)
                    let disk = try await kill(world, deaths.0)
                    let store = DyingStore(world.memory, death: deaths.1)
                    store.arm()
                    try await world.settle(store, disk: disk)
                    if !store.isDead { break }
                    try await settle(world, disk, "\(kind), \(deaths)")
                    check(world, kind, .nothing, wasThere: true, "\(kind), \(deaths)")
                }
            }
        }
    }

    @Test(
        "What another client stores at any moment of a rename that is killed at any moment stays, and nothing is lost",
        arguments: RenameWorld.Kind.allCases, Meddling.allCases.filter { $0 != .nothing })
    func meddled(kind: RenameWorld.Kind, meddling: Meddling) async throws {
        let count = try await requests(kind)
        let honoursTags = kind.honoursTags || meddling != .changesSource
        for moment in 0..<count {
            for request in moment..<count + 3 {
                let death = Death(request: request, isDone: (moment + request) % 2 == 0)
                let world = try await RenameWorld(kind)
                let wasThere = Mutex(false)
                let disk = try await kill(world, death) { number, kind in
                    // Between that listing and the request that it is for nothing keeps others out.
                    guard number == moment, honoursTags || kind != .deleteBatch else { return }
                    meddling.happen(in: world.memory)
                    let isThere = world.memory.keys.contains { world.memory.bytes(of: $0) == Meddling.bytes }
                    wasThere.withLock { $0 = isThere }
                }
                let what: Comment = "\(kind), \(meddling) at \(moment), \(death)"
                try await settle(world, disk, what)
                check(world, kind, meddling, wasThere: wasThere.withLock { $0 }, what)
            }
        }
    }

    @Test("A rename is undone whose journal lost all but its head with the machine's power")
    func powerLoss() async throws {
        for kind in RenameWorld.Kind.allCases {
            for request in 0..<(try await requests(kind)) {
                let death = Death(request: request, isDone: true)
                let world = try await RenameWorld(kind)
                let disk = try await kill(world, death)
                for path in RenameWorld.journals(on: disk) {
                    let bytes = Array(try Data(contentsOf: URL(filePath: path)))
                    guard case .record(let record, _) = RenameCoding.decode(bytes), !record.isCommitted else {
                        continue
                    }
                    try Data(RenameCoding.encode(record.head, boot: "another")).write(to: URL(filePath: path))
                }
                try await settle(world, disk, "\(kind), \(death)")
                check(world, kind, .nothing, wasThere: true, "\(kind), \(death)")
            }
        }
    }

    @Test("A rename that was finished by hand, or whose new directory was removed, loses nothing when it is settled")
    func byHand() async throws {
        for kind in RenameWorld.Kind.allCases {
            for request in 0..<(try await requests(kind)) {
                for keepsOld in [true, false] {
                    let world = try await RenameWorld(kind)
                    let disk = try await kill(world, Death(request: request, isDone: true))
                    // What operators do who do not wait for the next mount.
                    let (from, to) = keepsOld ? ("e/", "d/") : ("d/", "e/")
                    let kept = world.tree(to)
                    for (suffix, bytes) in world.tree(from) {
                        if kept[suffix] == nil { world.memory.plant(ObjectKey(to + suffix), bytes) }
                        world.memory.uproot(ObjectKey(from + suffix))
                    }
                    try await world.settle(disk: disk)
                    #expect(world.tree(to) == RenameWorld.tree, "\(kind), \(request), \(keepsOld)")
                    #expect(world.tree(from) == [:], "\(kind), \(request), \(keepsOld)")
                }
            }
        }
    }

    @Test("Keys that may not list the parts of uploads settle an interrupted rename all the same")
    func partsNotListed() async throws {
        for kind in RenameWorld.Kind.allCases {
            for request in 0..<(try await requests(kind)) {
                let world = try await RenameWorld(kind)
                let disk = try await kill(world, Death(request: request, isDone: request % 2 == 0))
                let store = FaultStore(world.memory)
                store.add(.fail(StoreError(.accessDenied)), to: [.listParts], times: .max)
                try await settle(world, disk, "\(kind), \(request)", by: store)
                check(world, kind, .nothing, wasThere: true, "\(kind), \(request)")
            }
        }
    }

    @Test("A damaged journal touches nothing")
    func damaged() async throws {
        let kind = RenameWorld.Kind(replaces: false, honoursTags: true)
        let count = try await requests(kind)
        for request in [count - 2, count - 1] {
            let world = try await RenameWorld(kind)
            let disk = try await kill(world, Death(request: request, isDone: false))
            let path = try #require(RenameWorld.journals(on: disk).first)
            var bytes = try Data(contentsOf: URL(filePath: path))
            bytes[bytes.count / 2] ^= 4
            try bytes.write(to: URL(filePath: path))
            let before = world.memory.keys
            try await world.settle(disk: disk)
            #expect(world.memory.keys == before)
            #expect(RenameWorld.journals(on: disk) == [path])
        }
    }
}
