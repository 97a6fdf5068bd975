import ObjectStore

extension ObjectStoreContract {
    static let removingChecks: [Check] = [
        Check("Deleting what is missing succeeds") { run in
            try await run.store.delete(run.key("none"), ifMatches: nil)
            let failures = try await run.store.delete([run.key("none"), run.key("none/none")])
            run.expect(failures.isEmpty, "the batch fails: \(failures)")
            run.expect(try await run.store.delete([ObjectKey]()).isEmpty, "an empty batch fails")
        },
        Check("If-Match on delete holds for the object's tag only") { run in
            let first = try await run.put(run.key("f"), [1])
            let second = try await run.put(run.key("f"), [2])
            await run.expectError(.preconditionFailed, of: "a delete of the old tag") { () async throws(StoreError) in
                try await run.store.delete(run.key("f"), ifMatches: first.etag)
            }
            run.expectEqual(try await run.get(run.key("f")).bytes, [2], "the object after the refusal")
            try await run.store.delete(run.key("f"), ifMatches: second.etag)
            await run.expectError(.notFound, of: "head after the delete") { () async throws(StoreError) in
                _ = try await run.store.head(run.key("f"))
            }
        },
        Check("The tag of each object in a batch holds for that object only") { run in
            let keys = ["same", "changed", "gone", "any"].map { run.key($0) }
            var removals: [Removal] = []
            for key in keys.dropLast() { removals.append(Removal(key, ifMatches: try await run.put(key, [1]).etag)) }
            try await run.putAll([keys[3]])
            removals.append(Removal(keys[3]))
            _ = try await run.put(keys[1], [2])
            try await run.store.delete(keys[2], ifMatches: nil)
            let failures = try await run.store.delete(removals)
            run.expectEqual(failures.map(\.key), [keys[1]], "what is still there")
            run.expectEqual(failures.map(\.error.reason), [.preconditionFailed], "and why")
            run.expectEqual(try await run.list(run.key("")).objects.map(\.key), [keys[1]], "what is left")
        },
        Check("A batch of 1,500 keys removes all of them and nothing else") { run in
            let keys = (0..<1500).map { run.key("d/\($0 + 10000)") }
            // Some are there, and some are not.
            try await run.putAll(keys.enumerated().filter { $0.offset % 10 == 0 }.map(\.element) + [run.key("other")])
            let failures = try await run.store.delete(keys)
            run.expect(failures.isEmpty, "the batch fails: \(failures.prefix(3))")
            run.expectEqual(try await run.list(run.key("")).objects.map(\.key), [run.key("other")], "what is left")
        },
    ]
}
