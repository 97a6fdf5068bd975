import S3

/// Lists everything under a prefix, page after page, and keeps nothing.
func list(_ prefix: String, count: Int, _ place: Place) async throws {
    var seen = 0
    for try await _ in Bucket(name: place.bucket, client: place.client).objects.filter(prefix: Key(prefix)) { seen += 1 }
    guard seen == count else { throw Failure("\(seen) keys instead of \(count)") }
}

/// Makes the bucket where the server wants that.
func createBucket(_ place: Place) async throws {
    _ = try await place.client.createBucket(CreateBucketInput(bucket: place.bucket))
}
