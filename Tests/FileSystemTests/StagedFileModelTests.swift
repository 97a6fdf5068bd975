import Foundation
import ObjectStore
import Synchronization
import Testing

@testable import FileSystem

@Suite("StagedFile against a plain array") struct StagedFileModelTests {
    struct Wrong: Error { let what: String }

    static let seeds: [UInt64] = (0..<150).map { $0 } + [UInt64.random(in: 1000 ... .max)]

    @Test("any sequence of operations, with failures of the bucket, gives what an array gives", arguments: seeds)
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
        if seed % 5 == 0 { store.state.withLock { $0.capabilities.partCopy = false } }
        if seed % 7 == 0 { store.state.withLock { $0.capabilities.conditionalComplete = false } }
        let file = try fixture.file(hasBase ? "file" : nil, .tiny)
        var published = hasBase ? store.state.withLock { $0.objects["file"]?.etag } : nil
        var log: [String] = []
        do {
            for _ in 0..<60 {
                let step = Int.random(in: 0..<10, using: &random)
                let offset = Int.random(in: 0...180, using: &random)
                let length = Int.random(in: 0...40, using: &random)
                log.append("\(step) \(offset) \(length)")
                switch step {
                case 0, 1, 2:
                    let bytes = (0..<length).map { _ in UInt8.random(in: 1...255, using: &random) }
                    if step == 0 {
                        let done = try bytes.withUnsafeBytes { try file.append($0) }
                        if !done { throw Wrong(what: "append refused") }
                        model += bytes
                        break
                    }
                    if step == 1 {
                        if try !file.put(bytes, at: Int64(offset)) { throw Wrong(what: "write refused") }
                    } else {
                        try await file.writeWhenIdle(bytes, at: Int64(offset))
                    }
                    guard !bytes.isEmpty else { break }
                    if model.count < offset + length {
                        model += [UInt8](repeating: 0, count: offset + length - model.count)
                    }
                    model.replaceSubrange(offset..<offset + length, with: bytes)
                case 3:
                    try await file.truncate(to: Int64(offset))
                    model = Array(model.prefix(offset))
                    model += [UInt8](repeating: 0, count: offset - model.count)
                case 4:
                    guard length > 0 else { break }
                    let mode = [0, 1, 3, 16, 17].randomElement(using: &random)!
                    try await file.allocate(mode: Int32(mode), offset: Int64(offset), length: Int64(length))
                    model.allocate(mode: mode, offset: offset, length: length)
                case 5, 6:
                    let expected = Array(model.dropFirst(offset).prefix(length))
                    if let local = try file.readLocal(offset: Int64(offset), size: length), local != expected {
                        throw Wrong(what: "readLocal gave \(local), not \(expected)")
                    }
                    let read = try await file.read(offset: Int64(offset), size: length)
                    if read != expected { throw Wrong(what: "read gave \(read), not \(expected)") }
                case 7:
                    let position = Int64(offset)
                    if offset >= model.count {
                        #expect(throws: WriteError.noData) { try file.seek(offset: position, whence: 4) }
                        break
                    }
                    let data = (try? file.seek(offset: position, whence: 3)).map(Int.init) ?? model.count
                    if model[offset..<data].contains(where: { $0 != 0 }) { throw Wrong(what: "SEEK_DATA skipped data") }
                    let hole = Int(try file.seek(offset: position, whence: 4))
                    if hole < model.count, model[hole] != 0 { throw Wrong(what: "SEEK_HOLE found data") }
                default:
                    // Each publish meets a failure of some request, often enough.
                    let fails = Int.random(in: 0..<3, using: &random) == 0
                    let after = Int.random(in: 0..<6, using: &random)
                    if fails { store.fail(after: after) }
                    let wasDirty = file.isDirty
                    let precondition = published.map { Precondition.matches($0) } ?? .absent
                    var failed = false
                    do {
                        let stored = try await file.publish(
                            to: "file", attributes: ObjectAttributes(), if: precondition)
                        published = stored.etag
                        if store.bytes("file") != model { throw Wrong(what: "the object is not the content") }
                        if file.isDirty { throw Wrong(what: "dirty after a publish") }
                    } catch let error as StoreError {
                        failed = true
                        if !fails { throw error }
                        if file.isDirty != wasDirty { throw Wrong(what: "a failed publish changed isDirty") }
                    }
                    store.setFault(nil)
                    if store.openUploads != 0 { throw Wrong(what: "an upload is left, failed: \(failed)") }
                }
                if file.size != model.count { throw Wrong(what: "size \(file.size), not \(model.count)") }
            }
            let all = try await file.read(offset: 0, size: 10_000)
            if all != model { throw Wrong(what: "the end differs") }
            try await file.makeWhole()
            store.state.withLock { $0.objects = [:] }
            if try file.readLocal(offset: 0, size: 10_000) != model { throw Wrong(what: "not whole") }
        } catch {
            Issue.record("seed \(seed): \(error)\n\(log.joined(separator: "; "))")
        }
    }
}
