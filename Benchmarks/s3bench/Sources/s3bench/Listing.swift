import S3

/// Lists everything under a prefix, page after page, and keeps nothing.
func list(_ prefix: String, count: Int, _ place: Place) async throws {
    var input = ListObjectsV2Input(bucket: place.bucket)
    input.prefix = Key(prefix)
    var seen = 0
    while true {
        let page = try await place.client.listObjectsV2(input)
        seen += page.contents.count
        guard page.isTruncated else { break }
        input.continuationToken = page.nextContinuationToken
    }
    guard seen == count else { throw Failure("\(seen) keys instead of \(count)") }
}

/// Makes the bucket where the server wants that.
func createBucket(_ place: Place) async throws {
    _ = try await place.client.createBucket(CreateBucketInput(bucket: place.bucket))
}
