import Testing

@testable import S3

@Suite("Collections of resources") struct ResourceCollectionTests {
    /// A bucket of so many keys, in pages of so many.
    private static func listing(_ total: Int, page: Int) -> ResourceTransport {
        ResourceTransport { _, asked in
            asked.method == "GET"
                ? ResourceTransport.page(asked, size: page, total: total)
                : ResourceTransport.ok("<DeleteResult></DeleteResult>")
        }
    }

    @Test("Nothing is asked before the first resource, and no page before one of its resources")
    func isLazy() async throws {
        let transport = Self.listing(6, page: 2)
        let objects = try transport.resource().bucket("bkt").objects.filter(prefix: "").limit(5)
        var iterator = objects.makeAsyncIterator()
        #expect(transport.requests.isEmpty)
        var requests: [Int] = []
        while let object = try await iterator.next() {
            #expect(object.key == Key(ResourceTransport.key(requests.count)))
            requests.append(transport.requests.count)
        }
        #expect(requests == [1, 1, 2, 2, 3])
        #expect(try await iterator.next() == nil)
        #expect(transport.requests.count == 3)
    }

    @Test("Every limit and page size give the first resources in the fewest requests")
    func limits() async throws {
        for total in 0...7 {
            for size in 1...4 {
                for limit in 0...8 {
                    let transport = Self.listing(total, page: 3)
                    let objects = try transport.resource().bucket("bkt").objects.pageSize(size).limit(limit)
                    var count = 0
                    for try await object in objects {
                        #expect(object.key == Key(ResourceTransport.key(count)))
                        count += 1
                    }
                    #expect(count == min(total, limit))
                    let page = min(size, 3)
                    let wanted = min(total, limit)
                    let requests = limit == 0 ? 0 : max(1, (wanted + page - 1) / page)
                    #expect(transport.requests.count == requests, "\(total), \(size), \(limit)")
                    var pages: [Int] = []
                    for try await page in objects.pages() { pages.append(page.count) }
                    #expect(pages.reduce(0, +) == wanted)
                }
            }
        }
    }

    @Test("Each iteration lists anew, and a collection is not changed by what is made of it")
    func iteratesAnew() async throws {
        let transport = Self.listing(3, page: 2)
        let objects = try transport.resource().bucket("bkt").objects
        _ = objects.limit(1).filter(prefix: "p")
        for _ in 0..<2 {
            var count = 0
            for try await _ in objects { count += 1 }
            #expect(count == 3)
        }
        #expect(transport.requests.count == 4)
        #expect(transport.requests.allSatisfy { $0.item("prefix") == nil })
    }

    @Test("A hundred thousand keys stream in order, each once")
    func streams() async throws {
        let transport = Self.listing(100_000, page: 1000)
        var count = 0
        var sum: Int64 = 0
        for try await object in try transport.resource().bucket("bkt").objects {
            #expect(object.data?.size == Int64(count))
            count += 1
            sum += try await object.size
        }
        #expect(count == 100_000)
        #expect(sum == 100_000 * 99_999 / 2)
        #expect(transport.requests.count == 100)
    }

    @Test("What a listing said is known without a request, and asked for after an action")
    func listedAttributes() async throws {
        let transport = Self.listing(1, page: 1)
        for try await object in try transport.resource().bucket("bkt").objects {
            #expect(try await object.eTag == "\"e\"")
            #expect(try await object.owner == nil)
            #expect(transport.requests.count == 1)
            try await object.put()
            #expect(object.data == nil)
            _ = try await object.size
            #expect(transport.requests.map(\.method) == ["GET", "PUT", "HEAD"])
        }
    }

    @Test("An error in the middle ends the iteration with it")
    func errors() async throws {
        let transport = ResourceTransport { number, asked in
            number == 0 ? ResourceTransport.page(asked, size: 2, total: 4) : HTTPResponse(status: 403)
        }
        var seen = 0
        let error = await #expect(throws: S3Error.self) {
            for try await _ in try transport.resource().bucket("bkt").objects { seen += 1 }
        }
        #expect(error?.status == 403)
        #expect(seen == 2)
    }

    @Test("Objects are removed a page at a time, and never more than a thousand in a request")
    func deletes() async throws {
        let transport = Self.listing(5000, page: 2500)
        let answers = try await transport.resource().bucket("bkt").objects.delete()
        #expect(answers.count == 6)
        let removed = transport.requests.filter { $0.method == "POST" }.map {
            $0.body.components(between: "<Key>", and: "</Key>")
        }
        #expect(removed.map(\.count) == [1000, 1000, 500, 1000, 1000, 500])
        #expect(removed.flatMap { $0 } == (0..<5000).map(ResourceTransport.key))
        #expect(transport.requests.map(\.method) == ["GET", "POST", "POST", "POST", "GET", "POST", "POST", "POST"])
    }

    @Test("A page without objects does not end a removal")
    func deletesAfterEmptyPages() async throws {
        let transport = ResourceTransport { number, asked in
            guard asked.method == "GET" else {
                return ResourceTransport.ok("<DeleteResult><Deleted><Key>x</Key></Deleted></DeleteResult>")
            }
            return ResourceTransport.ok(
                number == 0
                    ? "<ListBucketResult><IsTruncated>true</IsTruncated><NextMarker>p/</NextMarker>"
                        + "<CommonPrefixes><Prefix>p/</Prefix></CommonPrefixes></ListBucketResult>"
                    : "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>x</Key></Contents>"
                        + "</ListBucketResult>")
        }
        let answers = try await transport.resource().bucket("bkt").objects.filter(delimiter: "/").delete()
        #expect(answers.map { $0.deleted.map(\.key) } == [["x"]])
        #expect(transport.requests.map(\.method) == ["GET", "GET", "POST"])
    }

    @Test("What could not be removed is told, and the rest goes on")
    func failedDeletes() async throws {
        let transport = ResourceTransport { _, asked in
            asked.method == "GET"
                ? ResourceTransport.page(asked, size: 2, total: 4)
                : ResourceTransport.ok(
                    "<DeleteResult><Error><Key>k</Key><Code>AccessDenied</Code></Error></DeleteResult>"
                )
        }
        let answers = try await transport.resource().bucket("bkt").objects.delete()
        #expect(answers.map { $0.errors.map(\.code) } == [["AccessDenied"], ["AccessDenied"]])
    }

    @Test("A listing tells delete markers from versions")
    func deleteMarkers() async throws {
        let transport = ResourceTransport { _, _ in
            ResourceTransport.ok(
                "<ListVersionsResult><IsTruncated>false</IsTruncated><DeleteMarker><Key>a</Key><VersionId>2</VersionId>"
                    + "<IsLatest>true</IsLatest></DeleteMarker><Version><Key>a</Key><VersionId>1</VersionId>"
                    + "<IsLatest>false</IsLatest><Size>3</Size></Version><Version><Key>b</Key></Version>"
                    + "</ListVersionsResult>")
        }
        var seen: [String] = []
        for try await version in try transport.resource().bucket("bkt").objectVersions {
            let size = version.size.map { String($0) } ?? "-"
            let isLatest = version.isLatest.map { String($0) } ?? "-"
            seen.append("\(version.key) \(version.id) \(size) \(isLatest) \(version.deleteMarker != nil)")
        }
        #expect(seen == ["a 1 3 false false", "b null 0 false false", "a 2 - true true"])
    }
}

extension String {
    /// What stands between each pair of the two.
    fileprivate func components(between start: String, and end: String) -> [String] {
        var found: [String] = []
        var rest = self[...]
        while let first = rest.firstRange(of: start), let last = rest[first.upperBound...].firstRange(of: end) {
            found.append(String(rest[first.upperBound..<last.lowerBound]))
            rest = rest[last.upperBound...]
        }
        return found
    }
}
