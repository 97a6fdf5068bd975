import S3
import Testing

@Suite("Examples: listing at scale")
struct ListingExamples: ExampleSuite {
    let world: ExampleWorld

    init() async throws {
        world = try await .withBucket()
        for key in ["2025/a", "2025/b", "2026/a", "2026/b", "readme"] { try await world.put(Key(key), key) }
    }

    @Test("Page by page by hand")
    func byHand() async throws {
        // begin list-by-hand
        var request = ListObjectsV2Input(bucket: "photos")
        request.maxKeys = 2
        repeat {
            let page = try await client.listObjectsV2(request)
            for object in page.contents {
                print(object.key, object.size)
            }
            request.continuationToken = page.nextContinuationToken
        } while request.continuationToken != nil
        // end list-by-hand
        #expect(world.printed == ["2025/a 6", "2025/b 6", "2026/a 6", "2026/b 6", "readme 6"])
    }

    @Test("Folders")
    func folders() async throws {
        // begin list-folders
        var request = ListObjectsV2Input(bucket: "photos")
        request.delimiter = "/"
        let page = try await client.listObjectsV2(request)
        print(page.commonPrefixes, page.contents.map(\.key))
        // end list-folders
        #expect(world.printed == ["[2025/, 2026/] [readme]"])
    }

    @Test("Paginators")
    func paginators() async throws {
        // begin paginator
        let pages = client.listObjectsV2Pages(ListObjectsV2Input(bucket: "photos"), pageSize: 2)
        for try await page in pages {
            print(page.contents.count)
        }
        for try await object in pages.contents where object.size > 0 {
            print(object.key)
        }
        // end paginator
        #expect(world.printed == ["2", "2", "1", "2025/a", "2025/b", "2026/a", "2026/b", "readme"])
    }

    @Test("Going on where a listing ended")
    func resuming() async throws {
        // begin resume-listing
        var some = client.listObjectsV2Pages(ListObjectsV2Input(bucket: "photos"), limit: 3).makeAsyncIterator()
        while let page = try await some.next() {
            print(page.contents.map(\.key))
        }

        let rest = client.listObjectsV2Pages(
            ListObjectsV2Input(bucket: "photos"), startingToken: some.resumeToken)
        for try await object in rest.contents {
            print(object.key)
        }
        // end resume-listing
        #expect(world.printed == ["[2025/a, 2025/b, 2026/a]", "2026/b", "readme"])
    }

    @Test("Waiters")
    func waiters() async throws {
        // begin waiter
        try await client.waitUntilObjectExists(
            HeadObjectInput(bucket: "photos", key: "readme"), delay: 5, maxAttempts: 20)
        // end waiter
        #expect(client.counters["HeadObject"].requests == 1)
    }
}
