import ObjectStore

/// A name that servers may not keep, and whether this one does.
private struct OddName: Sendable {
    let what: String
    let bytes: [UInt8]
    let isKept: @Sendable (StoreCapabilities) -> Bool

    init(
        _ what: String, _ bytes: some Sequence<UInt8>,
        keptIf isKept: @escaping @Sendable (StoreCapabilities) -> Bool = { _ in true }
    ) {
        self.what = what
        self.bytes = Array(bytes)
        self.isKept = isKept
    }
}

private let oddNames: [OddName] = [
    OddName("a space", "a b".utf8),
    OddName("spaces at the ends", " a ".utf8),
    OddName("a plus", "a+b".utf8),
    OddName("a percent", "a%20b%".utf8),
    OddName("characters of queries", "a?b&c=d#e;f".utf8),
    OddName("characters of XML", "<a>&amp;\"'</a>".utf8),
    OddName("punctuation", "!*'()@,:$[]{}|^`~".utf8),
    OddName("unicode", "π—日本😀".utf8),
    OddName("composed", "\u{e9}".utf8),
    OddName("decomposed", "e\u{301}".utf8),
    OddName("a backslash", "a\\b".utf8, keptIf: { $0.keepsBackslash }),
    OddName("a newline", "a\nb".utf8, keptIf: { $0.keepsControlCharacters }),
    OddName("a carriage return and a tab", "a\r\tb".utf8, keptIf: { $0.keepsControlCharacters }),
    OddName("control characters", [97, 1, 2, 27, 31, 127, 98], keptIf: { $0.keepsControlCharacters }),
    OddName("invalid UTF-8", [97, 0xff, 0xfe, 0x80, 98], keptIf: { $0.keepsInvalidUTF8 }),
    OddName("latin 1", [0x63, 0x61, 0x66, 0xe9], keptIf: { $0.keepsInvalidUTF8 }),
    OddName("an empty component", "a//b".utf8, keptIf: { $0.keepsEmptyComponents }),
    OddName("a leading slash", "/a".utf8, keptIf: { $0.keepsEmptyComponents }),
    OddName("a component .", "a/./b".utf8, keptIf: { $0.keepsDotComponents }),
    OddName("a component ..", "a/../b".utf8, keptIf: { $0.keepsDotComponents }),
    OddName("a component ...", "a/.../b".utf8),
    OddName("a leading dot", ".a".utf8),
    OddName(
        "a component of 300 bytes", [UInt8](repeating: 120, count: 300),
        keptIf: { $0.maximumComponentLength >= 300 }),
    OddName("a component of 255 bytes", [UInt8](repeating: 121, count: 255)),
]

extension ObjectStoreContract {
    static let keyChecks: [Check] =
        oddNames.map { odd in
            Check("A key with \(odd.what) is kept byte for byte, or refused or folded where the server says so") {
                run in
                try await check(run, run.key(odd.bytes), isKept: odd.isKept(run.capabilities))
            }
        } + [
            Check("A key of 1,024 bytes is kept and a longer one refused") { run in
                // Components of 100 bytes, so that this says nothing about their length.
                var bytes = Array(run.prefix.utf8)
                while bytes.count < 1025 { bytes.append(bytes.count % 101 == 100 ? 47 : 107) }
                if bytes[1023] == 47 { bytes[1023] = 107 }
                try await check(run, ObjectKey(bytes[..<1024]), isKept: true)
                await run.expectError(.keyTooLong, .rejected, of: "a put of 1,025 bytes") {
                    () async throws(StoreError) in
                    try await run.put(ObjectKey(bytes), [1])
                }
            },
            Check("An object beside a prefix of its name is kept, or refused where the server keeps a tree") { run in
                try await run.put(run.key("a"), [1])
                if run.capabilities.keepsObjectBesidePrefix {
                    try await run.put(run.key("a/b"), [2])
                    run.expectEqual(try await run.get(run.key("a")).bytes, [1], "a")
                    run.expectEqual(try await run.get(run.key("a/b")).bytes, [2], "a/b")
                    let found = try await run.list(run.key(""), delimiter: 47)
                    run.expectEqual(found.objects.map(\.key), [run.key("a")], "keys")
                    run.expectEqual(found.prefixes, [run.key("a/")], "common prefixes")
                } else {
                    await run.expectError(.conflict, .rejected, of: "a put below an object") {
                        () async throws(StoreError) in
                        try await run.put(run.key("a/b"), [2])
                    }
                    run.expectEqual(try await run.get(run.key("a")).bytes, [1], "a")
                }
            },
            Check("A directory marker is an object of its own") { run in
                try await run.put(run.key("d/"), [])
                let head = try await run.store.head(run.key("d/"))
                run.expectEqual(head.info.size, 0, "the marker's size")
                var found = try await run.list(run.key(""), delimiter: 47)
                run.expectEqual(found.prefixes, [run.key("d/")], "common prefixes")
                run.expect(found.objects.isEmpty, "the marker is listed as an object beside its prefix")
                try await run.put(run.key("d/f"), [1])
                found = try await run.list(run.key("d/"), delimiter: 47)
                run.expectEqual(found.objects.map(\.key), [run.key("d/"), run.key("d/f")], "the keys in d/")
                try await run.store.delete(run.key("d/f"), ifMatches: nil)
                found = try await run.list(run.key("d/"))
                run.expectEqual(found.objects.map(\.key), [run.key("d/")], "the keys after the file went")
                try await run.store.delete(run.key("d/"), ifMatches: nil)
                found = try await run.list(run.key(""))
                run.expect(found.objects.isEmpty, "the marker is there after its delete")
            },
            Check("Markers keep user metadata, or lose it where the server says so") { run in
                let attributes = ObjectAttributes(userMetadata: ["mode": "16877"])
                try await run.put(run.key("d/"), [], attributes)
                let head = try await run.store.head(run.key("d/"))
                let isKept = run.capabilities.markersKeepMetadata && run.capabilities.keepsUserMetadata
                run.expectEqual(head.attributes.userMetadata, isKept ? attributes.userMetadata : [:], "metadata")
            },
            Check("A directory marker is copied as any object is") { run in
                try await run.put(run.key("d/"), [])
                _ = try await run.store.copy(run.key("d/"), to: run.key("e/"), sourceMatches: nil, attributes: nil)
                let found = try await run.list(run.key("")).objects
                run.expectEqual(found.map(\.key), [run.key("d/"), run.key("e/")], "keys")
                run.expectEqual(found.map(\.size), [0, 0], "sizes")
            },
            Check("Keys that differ only by normalisation or case are different objects") { run in
                let keys = ["\u{e9}", "e\u{301}", "E", "e"].map { run.key($0) }
                for (number, key) in keys.enumerated() { try await run.put(key, [UInt8(number)]) }
                for (number, key) in keys.enumerated() {
                    run.expectEqual(try await run.get(key).bytes, [UInt8(number)], "\(key)")
                }
                run.expectEqual(try await run.list(run.key("")).objects.count, 4, "keys")
            },
        ]

    /// Puts, lists, heads, gets, copies and deletes one key; where it is not kept, no other key may suffer.
    private static func check(_ run: ContractRun, _ key: ObjectKey, isKept: Bool) async throws {
        let body = key.bytes
        do throws(StoreError) {
            try await run.put(key, body)
        } catch {
            // Refused outright is an honest way not to keep a key.
            if isKept { throw error }
            let refusals: [StoreError.Reason] = [.rejected, .keyTooLong, .unsupported, .notFound, .accessDenied]
            run.expect(refusals.contains(error.reason), "the refusal is \(error)")
            run.expect(try await run.list(ObjectKey(run.prefix)).objects.isEmpty, "a refused put left something")
            return
        }
        let found = try await run.list(ObjectKey(run.prefix)).objects
        if !isKept {
            run.expect(!found.contains { $0.key == key }, "\(key) is kept after all: the capability is wrong")
            return
        }
        run.expectEqual(found.map(\.key), [key], "the listing")
        run.expectEqual(found.first?.size, Int64(body.count), "the listed size")
        run.expectEqual(try await run.store.head(key).info.size, Int64(body.count), "the size")
        run.expectEqual(try await run.get(key).bytes, body, "the bytes")
        let after = try await run.list(ObjectKey(run.prefix), startAfter: key)
        run.expect(after.objects.isEmpty, "start-after with this key lists it again")
        let copy = run.key("copy")
        _ = try await run.store.copy(key, to: copy, sourceMatches: nil, attributes: nil)
        run.expectEqual(try await run.get(copy).bytes, body, "the copy")
        let failures = try await run.store.delete([key])
        run.expect(failures.isEmpty, "the batch delete fails: \(failures)")
        run.expectEqual(try await run.list(ObjectKey(run.prefix)).objects.map(\.key), [copy], "what is left")
        _ = try await run.store.copy(copy, to: key, sourceMatches: nil, attributes: nil)
        run.expectEqual(try await run.get(key).bytes, body, "the copy back")
        try await run.store.delete(key, ifMatches: nil)
        run.expectEqual(try await run.list(ObjectKey(run.prefix)).objects.map(\.key), [copy], "what is left at last")
    }
}
