import ObjectStore

private let slash = UInt8(ascii: "/")

extension ObjectStoreContract {
    static let listingChecks: [Check] = [
        Check("A prefix without keys lists nothing on one page") { run in
            let found = try await run.list(run.key("none/"))
            run.expect(found.objects.isEmpty && found.prefixes.isEmpty, "there is something")
            run.expectEqual(found.pages, 1, "pages")
        },
        Check("A single key lists with its size, tag and time") { run in
            let stored = try await run.put(run.key("one"), [1, 2, 3])
            let found = try await run.list(run.key(""))
            run.expectEqual(found.objects.map(\.key), [run.key("one")], "keys")
            run.expectEqual(found.objects.first?.size, 3, "size")
            run.expectEqual(found.objects.first?.etag ?? stored.etag, stored.etag, "tag")
            let head = try await run.store.head(run.key("one"))
            let listed = found.objects.first?.lastModified.seconds ?? 0
            run.expect(abs(head.info.lastModified.seconds - listed) <= 1, "the times of list and head differ")
            run.expect(listed > 1_600_000_000, "the time is \(listed)")
        },
        Check("999, 1,000 and 1,001 keys take one, one and two pages") { run in
            let keys = (0..<1001).map { run.key("k\(String($0 + 10000))") }
            try await run.putAll(Array(keys[..<999]))
            var found = try await run.list(run.key(""))
            run.expectEqual(found.objects.map(\.key), Array(keys[..<999]), "the 999 keys")
            run.expectEqual(found.pages, 1, "pages of 999 keys")
            try await run.putAll([keys[999]])
            found = try await run.list(run.key(""))
            run.expectEqual(found.objects.count, 1000, "keys")
            run.expect((1...2).contains(found.pages), "1,000 keys take \(found.pages) pages")
            try await run.putAll([keys[1000]])
            found = try await run.list(run.key(""))
            run.expectEqual(found.objects.map(\.key), keys, "the 1,001 keys")
            run.expectEqual(found.pages, 2, "pages of 1,001 keys")
            found = try await run.list(run.key(""), startAfter: keys[500])
            run.expectEqual(found.objects.map(\.key), Array(keys[501...]), "the keys after the 501st")
            found = try await run.list(run.key("k100"), maxKeys: 7)
            run.expectEqual(found.objects.map(\.key), Array(keys[..<100]), "a prefix in pages of 7")
            run.expectEqual(found.pages, 15, "pages of 7 of 100 keys")
        },
        Check("A delimiter rolls up what is below, also over page ends") { run in
            let names = ["a", "b/1", "b/2", "b/3", "c", "d/e/1", "d/e/2", "f", "g/1"]
            try await run.putAll(names.map { run.key($0) })
            for size in [1, 2, 3, 1000] {
                let found = try await run.list(run.key(""), delimiter: slash, maxKeys: size)
                run.expectEqual(found.objects.map(\.key), ["a", "c", "f"].map { run.key($0) }, "keys by \(size)")
                run.expectEqual(
                    found.prefixes, ["b/", "d/", "g/"].map { run.key($0) }, "common prefixes by \(size)")
            }
            let below = try await run.list(run.key("d/"), delimiter: slash)
            run.expectEqual(below.prefixes, [run.key("d/e/")], "common prefixes of d/")
            run.expect(below.objects.isEmpty, "d/ has objects")
            let partial = try await run.list(run.key("b"), delimiter: slash)
            run.expectEqual(partial.prefixes, [run.key("b/")], "common prefixes of b")
        },
        Check("Start-after begins after a key that need not exist") { run in
            let keys = ["a", "b", "c", "d/x", "e"].map { run.key($0) }
            try await run.putAll(keys)
            for (after, wanted) in [("", 0), ("a", 1), ("aa", 1), ("b", 2), ("c", 3), ("e", 5)] {
                let found = try await run.list(run.key(""), startAfter: run.key(after))
                run.expectEqual(found.objects.map(\.key), Array(keys[wanted...]), "the keys after \(after)")
            }
            // Past a whole directory: the byte after the slash.
            let found = try await run.list(run.key(""), delimiter: slash, startAfter: run.key("d0"))
            run.expectEqual(found.objects.map(\.key), [run.key("e")], "the keys after d/")
            run.expect(found.prefixes.isEmpty, "d/ is listed after d0")
        },
        Check("Listings are in byte order, or in the server's own where it says so") { run in
            let names = ["a", "a-", "a.", "a/b", "a0", "A", "b", "é", "z\u{10FFFF}"]
            let keys = names.map { run.key($0) }.filter { key in
                run.capabilities.keepsObjectBesidePrefix || key != run.key("a")
            }
            // One after another: a server that keeps a tree (SeaweedFS 4.48) loses one of `a` and `a/b` about once in a
            // hundred times when both are put at once.
            for key in keys { try await run.put(key, []) }
            let found = try await run.list(run.key("")).objects.map(\.key)
            run.expectEqual(found.sorted(), keys.sorted(), "the keys")
            if run.capabilities.listsInByteOrder {
                run.expectEqual(found, keys.sorted(), "the order")
            } else {
                run.expect(found != keys.sorted(), "the order is that of bytes after all: the capability is wrong")
            }
        },
        Check("A change shows in the next listing") { run in
            for number in 0..<5 {
                let key = run.key("x\(number)")
                try await run.put(key, [UInt8](repeating: 1, count: number))
                var found = try await run.list(run.key("")).objects
                run.expectEqual(found.first { $0.key == key }?.size, Int64(number), "the size after the put")
                if number % 2 == 1 {
                    try await run.store.delete(key, ifMatches: nil)
                    found = try await run.list(run.key("")).objects
                    run.expect(!found.contains { $0.key == key }, "\(key) is listed after its delete")
                }
            }
        },
    ]
}
