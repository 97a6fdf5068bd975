import ObjectStore

extension ObjectStoreContract {
    static let writingChecks: [Check] = [
        Check("A put replaces the object, its metadata and its tag") { run in
            try await run.put(
                run.key("f"), [1, 2, 3], ObjectAttributes(userMetadata: ["a": "1"], contentType: "text/a"))
            try await run.put(run.key("f"), [4], ObjectAttributes(userMetadata: ["b": "2"]))
            let got = try await run.get(run.key("f"))
            run.expectEqual(got.bytes, [4], "bytes")
            run.expectEqual(got.metadata.attributes.userMetadata, ["b": "2"], "metadata")
            run.expect(got.metadata.attributes.contentType != "text/a", "the old content type is still there")
        },
        Check("If-None-Match on put refuses an object that exists") { run in
            try await run.put(run.key("f"), [1], if: .absent)
            run.expectEqual(try await run.get(run.key("f")).bytes, [1], "bytes")
            await run.expectError(.preconditionFailed, of: "the second put") { () async throws(StoreError) in
                try await run.put(run.key("f"), [2], if: .absent)
            }
            run.expectEqual(try await run.get(run.key("f")).bytes, [1], "bytes after the refusal")
            try await run.store.delete(run.key("f"), ifMatches: nil)
            try await run.put(run.key("f"), [3], if: .absent)
            run.expectEqual(try await run.get(run.key("f")).bytes, [3], "bytes after the delete")
        },
        Check("If-Match on put refuses another object") { run in
            let first = try await run.put(run.key("f"), [1])
            let second = try await run.put(run.key("f"), [2], if: .matches(first.etag))
            run.expectEqual(try await run.get(run.key("f")).bytes, [2], "bytes")
            await run.expectError(.preconditionFailed, of: "a put over another tag") { () async throws(StoreError) in
                try await run.put(run.key("f"), [3], if: .matches(first.etag))
            }
            run.expectEqual(try await run.get(run.key("f")).bytes, [2], "bytes after the refusal")
            try await run.store.delete(run.key("f"), ifMatches: nil)
            await run.expectError(.notFound, .preconditionFailed, of: "a put over nothing") {
                () async throws(StoreError) in
                try await run.put(run.key("f"), [4], if: .matches(second.etag))
            }
        },
        Check("Of many puts with If-None-Match one wins; at least one where the server cannot decide") { run in
            let winners = await withTaskGroup(of: UInt8?.self) { group in
                for number in UInt8(0)..<8 {
                    group.addTask {
                        do throws(StoreError) {
                            try await run.put(run.key("race"), [number], if: .absent)
                            return number
                        } catch {
                            run.expect(
                                [.preconditionFailed, .conflict].contains(error.reason), "a loser fails with \(error)")
                            return nil
                        }
                    }
                }
                return await group.reduce(into: [UInt8]()) { if let winner = $1 { $0.append(winner) } }
            }
            if run.capabilities.putIfAbsent { run.expectEqual(winners.count, 1, "the number of winners") }
            let bytes = try await run.get(run.key("race")).bytes
            run.expect(bytes.count == 1 && winners.contains(bytes[0]), "the object \(bytes) is of none of \(winners)")
        },
        Check("Attributes are kept by put and copy, and replaced by a copy that says so") { run in
            var attributes = ObjectAttributes(
                userMetadata: ["mode": "33188", "mtime": "1700000000.123456789", "name": "caf%C3%A9 %25"],
                contentType: "text/x-test")
            attributes.cacheControl = "no-cache"
            attributes.contentDisposition = "inline"
            attributes.contentEncoding = "identity"
            attributes.contentLanguage = "pi"
            try await run.put(run.key("f"), [1, 2], attributes)
            var wanted = attributes
            if !run.capabilities.keepsUserMetadata { wanted.userMetadata = [:] }
            try await expectAttributes(run, "f", wanted, "a put")
            let copied = try await run.store.copy(run.key("f"), to: run.key("g"), sourceMatches: nil, attributes: nil)
            try await expectAttributes(run, "g", wanted, "a copy")
            run.expectEqual(try await run.store.head(run.key("g")).info.etag, copied.etag, "the copy's tag")
            var replaced = ObjectAttributes(userMetadata: ["mode": "33261"], contentType: "text/y")
            _ = try await run.store.copy(run.key("f"), to: run.key("f"), sourceMatches: nil, attributes: replaced)
            if !run.capabilities.keepsUserMetadata { replaced.userMetadata = [:] }
            let head = try await run.store.head(run.key("f")).attributes
            run.expectEqual(head.userMetadata, replaced.userMetadata, "metadata after a copy onto itself")
            run.expectEqual(head.contentType, "text/y", "content type after a copy onto itself")
            run.expect(head.cacheControl != "no-cache", "a replaced attribute is still there")
            run.expectEqual(try await run.get(run.key("f")).bytes, [1, 2], "bytes after a copy onto itself")
        },
        Check("If-Match on a copy's source") { run in
            let first = try await run.put(run.key("f"), [1])
            _ = try await run.store.copy(run.key("f"), to: run.key("g"), sourceMatches: first.etag, attributes: nil)
            run.expectEqual(try await run.get(run.key("g")).bytes, [1], "the copy")
            try await run.put(run.key("f"), [2])
            await run.expectError(.preconditionFailed, of: "a copy of the old tag") { () async throws(StoreError) in
                _ = try await run.store.copy(
                    run.key("f"), to: run.key("g"), sourceMatches: first.etag, attributes: nil)
            }
            run.expectEqual(try await run.get(run.key("g")).bytes, [1], "the copy after the refusal")
        },
        Check("User metadata beyond 2 KiB is refused, or kept whole by a server that takes more") { run in
            let metadata = ["big": String(repeating: "x", count: 3000)]
            do throws(StoreError) {
                try await run.put(run.key("f"), [1], ObjectAttributes(userMetadata: metadata))
                run.expectEqual(try await run.store.head(run.key("f")).attributes.userMetadata, metadata, "metadata")
            } catch {
                run.expect(error.reason == .metadataTooLarge || error.reason == .rejected, "the refusal is \(error)")
            }
        },
        Check("A body that cannot be read fails the put with its own error, and stores nothing") { run in
            await run.expectError(.rejected, of: "the put") { () async throws(StoreError) in
                _ = try await run.store.put(run.key("f"), BrokenSource(), attributes: ObjectAttributes(), if: nil)
            }
            run.expect(try await run.list(run.key("")).objects.isEmpty, "something was stored")
        },
    ]

    private static func expectAttributes(
        _ run: ContractRun, _ name: String, _ wanted: ObjectAttributes, _ what: String
    ) async throws(StoreError) {
        let found = try await run.store.head(run.key(name)).attributes
        run.expectEqual(found.userMetadata, wanted.userMetadata, "metadata after \(what)")
        run.expectEqual(found.contentType, wanted.contentType, "content type after \(what)")
        run.expectEqual(found.cacheControl, wanted.cacheControl, "cache control after \(what)")
        run.expectEqual(found.contentDisposition, wanted.contentDisposition, "disposition after \(what)")
        run.expectEqual(found.contentEncoding, wanted.contentEncoding, "encoding after \(what)")
        run.expectEqual(found.contentLanguage, wanted.contentLanguage, "language after \(what)")
    }

    /// 1 MiB, of which the second half cannot be had.
    private struct BrokenSource: ByteSource {
        var count: Int64 { 1 << 20 }

        func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) -> Int {
            let length = min(buffer.count, Int((1 << 19) - offset))
            if length <= 0 { throw StoreError(.rejected, "the source is broken") }
            UnsafeMutableRawBufferPointer(rebasing: buffer[..<length]).initializeMemory(as: UInt8.self, repeating: 1)
            return length
        }
    }
}
