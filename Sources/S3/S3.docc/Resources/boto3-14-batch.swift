// s3 = session.resource("s3", endpoint_url=endpoint_url)
// bucket = s3.Bucket("photos")
let s3 = try session.resource(endpointURL: endpointURL)
let bucket = s3.bucket("photos")

// for item in bucket.objects.filter(Prefix="2026/").limit(100): print(item.key, item.size)
for try await item in bucket.objects.filter(prefix: "2026/").limit(100) {
    print(item.key, try await item.size)
}

// object = bucket.Object("hello.txt")
// object.put(Body=b"Hello\n", ContentType="text/plain")
// text = object.get()["Body"].read().decode()
// print(object.content_type, object.content_length)
let object = bucket.object("hello.txt")
try await object.put(BytesBody(Array("Hello\n".utf8))) { $0.contentType = "text/plain" }
let text = String(decoding: try await object.get().body.collect(), as: UTF8.self)
print(try await object.contentType ?? "", try await object.contentLength ?? 0)

// bucket.objects.filter(Prefix="2026/").delete()
try await bucket.objects.filter(prefix: "2026/").delete()
