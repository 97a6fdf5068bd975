import Foundation
import LocalStore
import ObjectStore
import Synchronization
import Testing

@testable import FileSystem

/// What is on the disk at any moment is enough to go on.
@Suite("StagedFile after a kill") struct StagedFileKillTests {
    struct Wrong: Error { let what: String }

    static let seeds: [UInt64] = (0..<40).map { $0 } + [UInt64.random(in: 1000 ... .max)]

    /// A copy of the local disk as it is at this moment, which is what a kill leaves.
    final class Snapshot {
        let directory = NSTemporaryDirectory() + "staged-\(UUID().uuidString)"
        let local: LocalStore

        init(of fixture: StagedFixture) throws {
            try FileManager.default.copyItem(atPath: fixture.directory, toPath: directory)
            local = try LocalStore(
                LocalStoreOptions(directory: directory, cacheSize: 0, minimumFree: 0, bucketIdentity: "test"))
        }

        deinit {
            local.close()
            try? FileManager.default.removeItem(atPath: directory)
        }

        /// The one file that was left.
        func left() throws -> LeftStaging? {
            let (files, problems) = local.staging.takeOver { _ in true }
            guard problems.isEmpty, files.count <= 1 else { throw Wrong(what: "\(problems), \(files.count) files") }
            return files.first
        }
    }

    static func target(_ precondition: Precondition?) -> StagingTarget {
        StagingTarget(
            key: "file", precondition: precondition, attributes: ObjectAttributes(), moment: Timestamp(seconds: 0))
    }

    @Test("Whatever was written, in whatever order, is what the next mount stores", arguments: seeds)
    func random(seed: UInt64) async throws {
        var random = WriteRandom(seed: seed)
        let fixture = try StagedFixture(WriteFakeStore(minimumPart: 8, maximumPart: 64))
        let store = fixture.store
        var model: [UInt8] = []
        let hasBase = seed % 3 != 0
        if hasBase {
            model = (0..<Int.random(in: 0...150, using: &random)).map { _ in UInt8.random(in: 1...255, using: &random) }
            store.store("file", model)
        }
        let file = try fixture.file(hasBase ? "file" : nil, .tiny)
        var published = hasBase ? store.state.withLock { $0.objects["file"]?.etag } : nil
        file.aim(at: Self.target(published.map { .matches($0) } ?? .absent))
        var log: [String] = []
        do {
            for _ in 0..<25 {
                let step = Int.random(in: 0..<9, using: &random)
                let offset = Int.random(in: 0...180, using: &random)
                let length = Int.random(in: 0...40, using: &random)
                log.append("\(step) \(offset) \(length)")
                switch step {
                case 0, 1, 2:
                    let bytes = (0..<length).map { _ in UInt8.random(in: 1...255, using: &random) }
                    let place = step == 0 ? model.count : offset
                    if step == 0 {
                        _ = try bytes.withUnsafeBytes { try file.append($0) }
                    } else {
                        _ = try file.put(bytes, at: Int64(place))
                    }
                    guard !bytes.isEmpty else { break }
                    model += [UInt8](repeating: 0, count: max(0, place + length - model.count))
                    model.replaceSubrange(place..<place + length, with: bytes)
                case 3:
                    try await file.truncate(to: Int64(offset))
                    model = Array(model.prefix(offset)) + [UInt8](repeating: 0, count: max(0, offset - model.count))
                case 4:
                    guard length > 0 else { break }
                    let mode = [0, 1, 3, 16, 17].randomElement(using: &random)!
                    try await file.allocate(mode: Int32(mode), offset: Int64(offset), length: Int64(length))
                    model.allocate(mode: mode, offset: offset, length: length)
                case 5:
                    _ = try await file.read(offset: Int64(offset), size: length)
                case 6:
                    // As a rename to another key that has the same bytes by now.
                    guard let base = file.base, let bytes = store.bytes(base.key) else { break }
                    let key = ObjectKey("file\(log.count)")
                    published = store.store(key, bytes)
                    store.state.withLock { $0.objects[base.key] = nil }
                    file.relocateBase(key: key, etag: published!)
                    var target = Self.target(.matches(published!))
                    target.key = key
                    file.aim(at: target)
                default:
                    let fails = Int.random(in: 0..<2, using: &random) == 0
                    let after = Int.random(in: 0..<6, using: &random)
                    if fails { store.fail(after: after) }
                    let key = file.base?.key ?? "file"
                    let condition = published.map { Precondition.matches($0) } ?? .absent
                    let stored = try? await file.publish(to: key, attributes: ObjectAttributes(), if: condition)
                    store.setFault(nil)
                    if let stored { published = stored.etag }
                    if stored == nil, !fails { throw Wrong(what: "not published") }
                }
                try await checkKill(fixture, file, model, published)
            }
        } catch {
            Issue.record("seed \(seed): \(error)\n\(log.joined(separator: "; "))")
        }
    }

    /// Goes on from a copy of the disk, in a copy of the bucket.
    private func checkKill(
        _ fixture: StagedFixture, _ file: StagedFile, _ model: [UInt8], _ published: ETag?
    ) async throws {
        let snapshot = try Snapshot(of: fixture)
        guard let left = try snapshot.left() else {
            // A new file that nothing was written to is not there; nor is one that is stored.
            if file.isDirty, published != nil || !model.isEmpty { throw Wrong(what: "nothing is left") }
            return
        }
        let bucket = WriteFakeStore(minimumPart: 8, maximumPart: 64)
        let objects = fixture.store.state.withLock { $0.objects }
        bucket.state.withLock { $0.objects = objects }
        // Tags that the other bucket has not given.
        bucket.state.withLock { $0.nextTag = 1_000_000 }
        let again = StagedFile(
            staging: snapshot.local.staging, left: left, store: bucket, configuration: .tiny,
            memory: AsyncGate(width: 16))
        if again.size != model.count { throw Wrong(what: "size \(again.size), not \(model.count)") }
        let key = file.base?.key ?? "file"
        if left.target.key != key { throw Wrong(what: "\(left.target.key) is not \(key)") }
        let condition = published.map { Precondition.matches($0) } ?? .absent
        if left.target.precondition != condition { throw Wrong(what: "\(left.target)") }
        let read = try await again.read(offset: 0, size: 10_000)
        if read != model { throw Wrong(what: "reads \(read), not \(model)") }
        _ = try await again.publish(to: key, attributes: ObjectAttributes(), if: condition)
        if bucket.bytes(key) != model { throw Wrong(what: "stores \(bucket.bytes(key) ?? []), not \(model)") }
        if !snapshot.local.staging.takeOver(where: { _ in true }).files.isEmpty { throw Wrong(what: "left twice") }
    }

    @Test("A new file costs no record while it is written in order, and a changed one costs one for each change")
    func records() async throws {
        let fixture = try StagedFixture()
        fixture.store.store("file", [UInt8](repeating: 1, count: 1000))
        for key: ObjectKey? in [nil, "file"] {
            let file = try fixture.file(key)
            file.aim(at: Self.target(nil))
            #expect(try Snapshot(of: fixture).left() == nil, "clean, or without a byte")
            for offset in 0..<10 { #expect(try file.put([2], at: Int64(offset))) }
            let left = try #require(try Snapshot(of: fixture).left())
            #expect(left.records.count == (key == nil ? 3 : 13))
            // The same bytes again are no news, nor is a file that grows.
            for offset in [0, 9, 5000] { #expect(try file.put([3], at: Int64(offset))) }
            #expect(try Snapshot(of: fixture).left()?.records.count == left.records.count)
            _ = try await file.publish(to: "other", attributes: ObjectAttributes(), if: nil)
            #expect(try Snapshot(of: fixture).left() == nil, "stored")
        }
    }

    @Test("What is not to be stored any more is not found, nor is what is a conflict copy already")
    func forsaken() throws {
        let fixture = try StagedFixture()
        for isKept in [true, false] {
            let file = try fixture.file()
            file.aim(at: Self.target(.absent))
            #expect(try file.put([1], at: 0))
            if isKept { _ = try file.keepConflictCopy(name: "copy") } else { file.forsake() }
            file.aim(at: Self.target(.absent))
            #expect(try file.put([2], at: 1))
            #expect(try Snapshot(of: fixture).left() == nil)
        }
    }

    @Test("An upload that was open is told of until it is aborted")
    func upload() async throws {
        let fixture = try StagedFixture(WriteFakeStore(minimumPart: 8, maximumPart: 64))
        let file = try fixture.file(nil, .tiny)
        file.aim(at: Self.target(.absent))
        #expect(try file.put([UInt8](repeating: 1, count: 100), at: 0))
        let gate = WriteGate()
        fixture.store.state.withLock { $0.gates[.part] = gate }
        async let publish = Result { try await file.publish(to: "file", attributes: ObjectAttributes(), if: .absent) }
        await gate.arrival()
        let left = try #require(try Snapshot(of: fixture).left())
        let content = StagedContent(left.records, size: left.size)
        let id = try #require(fixture.store.state.withLock { $0.uploads.keys.first })
        #expect(content.upload == MultipartUpload(key: "file", id: id))
        #expect(content.publishing?.key == "file")
        fixture.store.setFault { $0 == .part ? StoreError(.unavailable) : nil }
        gate.open()
        _ = await publish
        let later = try #require(try Snapshot(of: fixture).left())
        #expect(StagedContent(later.records, size: later.size).upload == nil)
        #expect(try file.put([2], at: 0))
        let changed = try #require(try Snapshot(of: fixture).left())
        #expect(changed.size == 100)
    }

    @Test("An upload is told of as long as it may be there, also where the journal is begun anew")
    func notAborted() async throws {
        let fixture = try StagedFixture(WriteFakeStore(minimumPart: 8, maximumPart: 64))
        fixture.store.store("file", [UInt8](repeating: 1, count: 20_000))
        let file = try fixture.file("file")
        file.aim(at: Self.target(nil))
        #expect(try file.put([2], at: 0))
        let upload = MultipartUpload(key: "file", id: "1")
        // Long enough to be begun anew.
        file.noteUpload(upload)
        for offset in 1..<5000 as Range<Int64> { #expect(try file.put([2], at: 2 * offset)) }
        let left = try #require(try Snapshot(of: fixture).left())
        #expect(left.records.count < 5000, "it was begun anew")
        #expect(StagedContent(left.records, size: left.size).upload == upload)
        file.noteUpload(nil)
        #expect(try file.put([3], at: 0))
        let later = try #require(try Snapshot(of: fixture).left())
        #expect(StagedContent(later.records, size: later.size).upload == nil)
    }

    @Test("An upload whose abort failed is aborted by the next publish")
    func abortedLater() async throws {
        let fixture = try StagedFixture(WriteFakeStore(minimumPart: 8, maximumPart: 64))
        let file = try fixture.file(nil, .tiny)
        file.aim(at: Self.target(.absent))
        #expect(try file.put([UInt8](repeating: 1, count: 100), at: 0))
        fixture.store.setFault { $0 == .part || $0 == .abort ? StoreError(.unavailable) : nil }
        await #expect(throws: StoreError.self) {
            try await file.publish(to: "file", attributes: ObjectAttributes(), if: .absent)
        }
        #expect(fixture.store.openUploads == 1)
        fixture.store.setFault(nil)
        _ = try await file.publish(to: "file", attributes: ObjectAttributes(), if: .absent)
        #expect(fixture.store.openUploads == 0)
    }
}

extension Result where Failure == any Error {
    init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
