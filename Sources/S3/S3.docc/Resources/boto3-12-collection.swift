// s3 = session.resource("s3", endpoint_url=endpoint_url)
// bucket = s3.Bucket("photos")
let s3 = try session.resource(endpointURL: endpointURL)
let bucket = s3.bucket("photos")

// for item in bucket.objects.filter(Prefix="2026/").limit(100): print(item.key, item.size)
for try await item in bucket.objects.filter(prefix: "2026/").limit(100) {
    print(item.key, try await item.size)
}
