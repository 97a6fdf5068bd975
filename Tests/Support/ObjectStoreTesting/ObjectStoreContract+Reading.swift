import ObjectStore
import Synchronization

extension ObjectStoreContract {
    static let readingChecks: [Check] = [
        Check("Ranges: the first byte, the last, the middle, past the end, beyond it") { run in
            let bytes = SplitMix64.bytes(1000, seed: 1)
            let stored = try await run.put(run.key("f"), bytes)
            for range: Range<Int64> in [0..<1, 999..<1000, 0..<1000, 250..<750, 990..<5000, 0..<100_000] {
                let got = try await run.get(run.key("f"), range)
                run.expectEqual(
                    got.bytes, Array(bytes[Int(range.lowerBound)..<min(1000, Int(range.upperBound))]), "\(range)")
                run.expectEqual(got.metadata.info.size, 1000, "the size of the whole at \(range)")
                run.expectEqual(got.metadata.info.etag, stored.etag, "the tag at \(range)")
            }
            for range: Range<Int64> in [1000..<1001, 5000..<6000] {
                await run.expectError(.rangeUnsatisfiable, of: "\(range) of 1,000 bytes") {
                    () async throws(StoreError) in
                    _ = try await run.get(run.key("f"), range)
                }
            }
        },
        Check("An empty object reads as no bytes, and any range of it is unsatisfiable") { run in
            try await run.put(run.key("e"), [])
            let got = try await run.get(run.key("e"))
            run.expectEqual(got.bytes, [], "bytes")
            run.expectEqual(got.metadata.info.size, 0, "size")
            await run.expectError(.rangeUnsatisfiable, of: "the first byte of nothing") { () async throws(StoreError) in
                _ = try await run.get(run.key("e"), 0..<1)
            }
        },
        Check("Get and head say the same") { run in
            let attributes = ObjectAttributes(userMetadata: ["a": "1"], contentType: "text/x-test")
            let stored = try await run.put(run.key("f"), [1, 2], attributes)
            let head = try await run.store.head(run.key("f"))
            let got = try await run.get(run.key("f")).metadata
            run.expectEqual(head.info.size, got.info.size, "size")
            run.expectEqual(head.info.etag, got.info.etag, "tag")
            run.expectEqual(head.info.etag, stored.etag, "tag of the put")
            run.expectEqual(head.info.lastModified, got.info.lastModified, "time")
            run.expectEqual(head.attributes.contentType, "text/x-test", "content type")
            run.expectEqual(head.attributes, got.attributes, "attributes")
            run.expectEqual(head.info.key, run.key("f"), "key")
        },
        Check("If-Match on get holds for the object's tag only") { run in
            let first = try await run.put(run.key("f"), [1])
            run.expectEqual(try await run.get(run.key("f"), ifMatches: first.etag).bytes, [1], "bytes")
            let second = try await run.put(run.key("f"), [2, 2])
            run.expect(first.etag != second.etag, "other bytes have the same tag")
            await run.expectError(.preconditionFailed, of: "a get of the old tag") { () async throws(StoreError) in
                _ = try await run.get(run.key("f"), ifMatches: first.etag)
            }
            await run.expectError(.preconditionFailed, of: "a range of the old tag") { () async throws(StoreError) in
                _ = try await run.get(run.key("f"), 0..<1, ifMatches: first.etag)
            }
            run.expectEqual(try await run.get(run.key("f"), 1..<2, ifMatches: second.etag).bytes, [2], "a range")
        },
        Check("What is missing is not found") { run in
            await run.expectError(.notFound, of: "head") { () async throws(StoreError) in
                _ = try await run.store.head(run.key("none"))
            }
            await run.expectError(.notFound, of: "get") { () async throws(StoreError) in
                _ = try await run.get(run.key("none"))
            }
            await run.expectError(.notFound, of: "a range") { () async throws(StoreError) in
                _ = try await run.get(run.key("none"), 0..<1)
            }
            await run.expectError(.notFound, of: "copy") { () async throws(StoreError) in
                _ = try await run.store.copy(run.key("none"), to: run.key("x"), sourceMatches: nil, attributes: nil)
            }
        },
        Check("A body of 20 MiB comes back whole and in ranges") { run in
            let bytes = SplitMix64.bytes(20 << 20, seed: 2)
            try await run.put(run.key("big"), bytes)
            run.expect(try await run.get(run.key("big")).bytes == bytes, "the whole differs")
            let middle = try await run.get(run.key("big"), (7 << 20) + 3..<(13 << 20) + 5).bytes
            run.expect(middle[...] == bytes[(7 << 20) + 3..<(13 << 20) + 5], "a range differs")
            let parts = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
                for part in 0..<20 {
                    group.addTask {
                        (part, try await run.get(run.key("big"), Int64(part) << 20..<Int64(part + 1) << 20).bytes)
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            run.expect((0..<20).flatMap { parts[$0] ?? [] } == bytes, "parallel ranges differ")
        },
        Check("Cancelling a get ends it with .cancelled") { run in
            try await run.put(run.key("big"), [UInt8](repeating: 7, count: 20 << 20))
            let early = Task { () async -> StoreError? in
                let gate = Gate()
                _ = try? await gate.pass()
                return await outcome { () async throws(StoreError) in _ = try await run.get(run.key("big")) }
            }
            early.cancel()
            run.expectEqual(await early.value?.reason, .cancelled, "a get that was cancelled before")

            let running = Mutex<Task<StoreError?, Never>?>(nil)
            let start = Gate()
            let sink = MemorySink(onReceive: { running.withLock { $0 }?.cancel() })
            let task = Task { () async -> StoreError? in
                try? await start.pass()
                return await outcome { () async throws(StoreError) in
                    _ = try await run.store.get(
                        run.key("big"), range: nil, ifMatches: nil, versionID: nil, onHead: nil, into: sink)
                }
            }
            running.withLock { $0 = task }
            start.open()
            run.expectEqual(await task.value?.reason, .cancelled, "a get that was cancelled under way")
        },
    ]

    /// The error of `work`; nil when it succeeds.
    private static func outcome(_ work: () async throws(StoreError) -> Void) async -> StoreError? {
        do throws(StoreError) {
            try await work()
            return nil
        } catch {
            return error
        }
    }
}
