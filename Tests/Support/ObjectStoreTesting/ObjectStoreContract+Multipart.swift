import ObjectStore

extension ObjectStoreContract {
    static let multipartChecks: [Check] = [
        Check("Parts sent out of order make one object, with its attributes") { run in
            let size = Int(run.capabilities.minimumPartSize)
            let bytes = SplitMix64.bytes(2 * size + 1000, seed: 3)
            let attributes = ObjectAttributes(userMetadata: ["mode": "33188"], contentType: "text/x-test")
            let upload = try await run.store.createUpload(run.key("f"), attributes: attributes)
            let third = try await run.store.uploadPart(upload, 3, MemorySource(Array(bytes[(2 * size)...])))
            let first = try await run.store.uploadPart(upload, 1, MemorySource(Array(bytes[..<size])))
            _ = try await run.store.uploadPart(upload, 2, MemorySource([0]))
            // A part that is sent again replaces the one before.
            let second = try await run.store.uploadPart(upload, 2, MemorySource(Array(bytes[size..<(2 * size)])))
            await run.expectError(.notFound, of: "head before complete") { () async throws(StoreError) in
                _ = try await run.store.head(run.key("f"))
            }
            let parts = try await run.store.listParts(upload)
            // Where the server does not tell which of two is the newer, the part is left out, never the older one shown.
            let sent = [first, second, third].filter { part in part.number != 2 || parts.contains { $0.number == 2 } }
            run.expectEqual(parts.map(\.number), sent.map(\.number), "the numbers of the parts")
            run.expectEqual(parts.map(\.size), sent.map(\.size), "the sizes of the parts")
            run.expectEqual(parts.map(\.etag), sent.map(\.etag), "the tags of the parts")
            let stored = try await run.store.completeUpload(upload, [first, second, third], if: nil)
            let got = try await run.get(run.key("f"))
            run.expect(got.bytes == bytes, "the bytes differ")
            run.expectEqual(got.metadata.info.etag, stored.etag, "the tag")
            run.expectEqual(got.metadata.attributes.contentType, "text/x-test", "content type")
            if run.capabilities.keepsUserMetadata {
                run.expectEqual(got.metadata.attributes.userMetadata, ["mode": "33188"], "metadata")
            }
            run.expectEqual(
                try await run.get(run.key("f"), Int64(size) - 5..<Int64(size) + 5).bytes,
                Array(bytes[(size - 5)..<(size + 5)]), "a range over two parts")
        },
        Check("A part can be copied from an object; .unsupported where the server says so") { run in
            let size = Int(run.capabilities.minimumPartSize)
            let source = SplitMix64.bytes(size + 5000, seed: 4)
            let stored = try await run.put(run.key("s"), source)
            let upload = try await run.store.createUpload(run.key("f"), attributes: ObjectAttributes())
            guard run.capabilities.partCopy else {
                await run.expectError(.unsupported, of: "a part copy") { () async throws(StoreError) in
                    _ = try await run.store.copyPart(
                        upload, 1, from: run.key("s"), range: ByteRange(0..<10), sourceMatches: nil)
                }
                try await run.store.abortUpload(upload)
                return
            }
            let first = try await run.store.copyPart(
                upload, 1, from: run.key("s"), range: ByteRange(3000..<Int64(3000 + size)), sourceMatches: stored.etag)
            let second = try await run.store.uploadPart(upload, 2, MemorySource([9, 9, 9]))
            await run.expectError(.preconditionFailed, of: "a part of another tag") { () async throws(StoreError) in
                _ = try await run.store.copyPart(
                    upload, 4, from: run.key("s"), range: ByteRange(0..<1), sourceMatches: ETag("0123456789"))
            }
            await run.expectError(.notFound, of: "a part of nothing") { () async throws(StoreError) in
                _ = try await run.store.copyPart(
                    upload, 5, from: run.key("none"), range: ByteRange(0..<1), sourceMatches: nil)
            }
            _ = try await run.store.completeUpload(upload, [first, second], if: nil)
            run.expect(
                try await run.get(run.key("f")).bytes == Array(source[3000..<(3000 + size)]) + [9, 9, 9],
                "the bytes differ")
        },
        Check("An aborted upload leaves nothing and is gone") { run in
            let upload = try await run.store.createUpload(run.key("f"), attributes: ObjectAttributes())
            let part = try await run.store.uploadPart(upload, 1, MemorySource([1]))
            try await run.store.abortUpload(upload)
            run.expect(try await run.list(run.key("")).objects.isEmpty, "there is an object")
            await run.expectError(.uploadMissing, of: "listParts after abort") { () async throws(StoreError) in
                _ = try await run.store.listParts(upload)
            }
            await run.expectError(.uploadMissing, of: "a part after abort") { () async throws(StoreError) in
                _ = try await run.store.uploadPart(upload, 2, MemorySource([1]))
            }
            await run.expectError(.uploadMissing, .uploadRejected, of: "complete after abort") {
                () async throws(StoreError) in
                _ = try await run.store.completeUpload(upload, [part], if: nil)
            }
        },
        Check("Complete refuses parts that are another, missing or out of order") { run in
            let size = Int(run.capabilities.minimumPartSize)
            let upload = try await run.store.createUpload(run.key("f"), attributes: ObjectAttributes())
            let body = MemorySource([UInt8](repeating: 1, count: size))
            let first = try await run.store.uploadPart(upload, 1, body)
            let second = try await run.store.uploadPart(upload, 2, MemorySource([2]))
            let other = CompletedPart(number: 1, etag: ETag("0123456789abcdef0123456789abcdef"))
            let missing = CompletedPart(number: 7, etag: second.etag)
            let wrong: [(String, [CompletedPart])] = [
                ("another tag", [other, second]), ("a missing part", [first, second, missing]),
                ("descending parts", [second, first]),
            ]
            for (what, parts) in wrong {
                await run.expectError(.uploadRejected, of: "complete with \(what)") { () async throws(StoreError) in
                    _ = try await run.store.completeUpload(upload, parts, if: nil)
                }
            }
            run.expect(try await run.list(run.key("")).objects.isEmpty, "a refused complete made an object")
            _ = try await run.store.completeUpload(upload, [first, second], if: nil)
            run.expectEqual(try await run.store.head(run.key("f")).info.size, Int64(size + 1), "the size at last")
        },
        Check("Conditions on complete hold") { run in
            let first = try await complete(run, 1, .absent)
            _ = try await complete(run, 2, .matches(first.etag))
            run.expectEqual(try await run.get(run.key("f")).bytes, [2], "bytes")
            for condition in [Precondition.absent, .matches(first.etag)] {
                await run.expectError(.preconditionFailed, of: "complete if \(condition)") {
                    () async throws(StoreError) in
                    _ = try await complete(run, 3, condition)
                }
                run.expectEqual(try await run.get(run.key("f")).bytes, [2], "bytes after the refusal")
            }
        },
        Check("An upload nobody began is missing") { run in
            let upload = MultipartUpload(key: run.key("f"), id: "0123456789abcdef0123456789abcdef")
            await run.expectError(.uploadMissing, of: "a part") { () async throws(StoreError) in
                _ = try await run.store.uploadPart(upload, 1, MemorySource([1]))
            }
        },
        Check("A part too small in the middle is refused, or the object is whole on a server that takes it") { run in
            let upload = try await run.store.createUpload(run.key("f"), attributes: ObjectAttributes())
            let first = try await run.store.uploadPart(upload, 1, MemorySource([1]))
            let second = try await run.store.uploadPart(upload, 2, MemorySource([2]))
            do throws(StoreError) {
                _ = try await run.store.completeUpload(upload, [first, second], if: nil)
                run.expectEqual(try await run.get(run.key("f")).bytes, [1, 2], "bytes")
            } catch {
                run.expectEqual(error.reason, .uploadRejected, "the refusal")
                try? await run.store.abortUpload(upload)
            }
        },
    ]

    /// Makes an object of one byte by an upload with a condition.
    private static func complete(
        _ run: ContractRun, _ byte: UInt8, _ condition: Precondition?
    ) async throws(StoreError) -> StoredObject {
        let upload = try await run.store.createUpload(run.key("f"), attributes: ObjectAttributes())
        let part = try await run.store.uploadPart(upload, 1, MemorySource([byte]))
        do throws(StoreError) {
            return try await run.store.completeUpload(upload, [part], if: condition)
        } catch {
            try? await run.store.abortUpload(upload)
            throw error
        }
    }
}
