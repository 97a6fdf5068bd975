@testable import S3

/// The scenarios of `Vectors/make_resources.py`, by name.
enum ResourceScenarios {
    typealias Scenario = @Sendable (S3Resource) async throws -> [String]

    static let key: Key = "dir/ä key+1"
    static let all = service.merging(bucket, uniquingKeysWith: unique).merging(objects, uniquingKeysWith: unique)
        .merging(versions, uniquingKeysWith: unique).merging(uploads, uniquingKeysWith: unique)
        .merging(object, uniquingKeysWith: unique).merging(properties, uniquingKeysWith: unique)
        .merging(actions("object") { $0.object("bkt", key) }, uniquingKeysWith: unique)
        .merging(actions("objectSummary") { $0.objectSummary("bkt", key) }, uniquingKeysWith: unique)

    private static func unique(_ first: Scenario, _ second: Scenario) -> Scenario {
        preconditionFailure("two scenarios of one name")
    }

    static func text<Value: CustomStringConvertible>(_ value: Value?) -> String { value?.description ?? "nil" }
    static func time(_ instant: Instant?) -> String { text(instant?.seconds) }
    static func joined<Value: CustomStringConvertible>(_ values: [Value]) -> String {
        values.map(\.description).joined(separator: ",")
    }

    static func list<Resources: AsyncSequence>(_ resources: Resources) async throws -> [String]
    where Resources.Element: CustomStringConvertible {
        var texts: [String] = []
        for try await resource in resources { texts.append(resource.description) }
        return texts
    }

    static func pages<Pages: AsyncSequence, Element: CustomStringConvertible>(_ pages: Pages) async throws -> [String]
    where Pages.Element == [Element] {
        var texts: [String] = []
        for try await page in pages { texts.append(joined(page)) }
        return texts
    }

    static let service: [String: Scenario] = [
        "createBucket": { [try await $0.createBucket("new-b").description] },
        "createBucket with members": { s3 in
            let bucket = try await s3.createBucket("new-b") {
                $0.acl = "private"
                $0.objectLockEnabledForBucket = true
                $0.objectOwnership = "BucketOwnerEnforced"
                var configuration = CreateBucketConfiguration()
                configuration.locationConstraint = "eu-west-1"
                $0.createBucketConfiguration = configuration
            }
            return [bucket.description]
        },
        "buckets.all": { try await list($0.buckets.all()) },
        "buckets.filter": {
            try await list($0.buckets.filter(maxBuckets: 9, prefix: "b").filter(bucketRegion: "eu-west-1"))
        },
        "buckets.limit": { try await list($0.buckets.limit(2)) },
        "buckets.pageSize": { try await list($0.buckets.pageSize(2)) },
        "buckets attributes": { s3 in
            var texts: [String] = []
            for try await bucket in s3.buckets.all() { texts += try await attributes(bucket) }
            return texts
        },
        "subresources": { s3 in
            let object = s3.object("bkt", "k")
            let summary = s3.objectSummary("bkt", "k")
            let upload = s3.multipartUpload("bkt", "k", "u")
            let all: [any CustomStringConvertible] = [
                s3.bucket("bkt").object("k"), s3.bucket("bkt").versioning, object.bucket, object.acl,
                object.version("v"), object.multipartUpload("u"), summary.object, summary.bucket, summary.acl,
                summary.version("v"), summary.multipartUpload("u"), s3.objectVersion("bkt", "k", "v").object,
                upload.object, upload.part(7), s3.multipartUploadPart("bkt", "k", "u", 7).multipartUpload,
                s3.bucketVersioning("bkt").bucket, s3.objectAcl("bkt", "k").object,
            ]
            return all.map(\.description)
        },
    ]

    static func attributes(_ bucket: Bucket) async throws -> [String] {
        [
            time(try await bucket.creationDate), text(try await bucket.bucketRegion),
            text(try await bucket.bucketARN),
        ]
    }

    static let bucket: [String: Scenario] = [
        "bucket.create": { s3 in
            try await s3.bucket("bkt").create { $0.acl = "public-read" }
            return []
        },
        "bucket.delete": { s3 in
            try await s3.bucket("bkt").delete { $0.expectedBucketOwner = "111" }
            return []
        },
        "bucket.deleteObjects": { s3 in
            var second = ObjectToDelete(key: "b")
            second.versionID = "v"
            try await s3.bucket("bkt").deleteObjects([ObjectToDelete(key: "a"), second]) {
                $0.delete.quiet = true
                $0.mfa = "1 2"
            }
            return []
        },
        "bucket.putObject": { s3 in
            let object = try await s3.bucket("bkt").putObject(key, BytesBody(Array("bytes".utf8))) {
                $0.contentType = "a/b"
                $0.metadata = ["m": "1"]
            }
            return [object.description]
        },
        "bucket attributes": { try await attributes($0.bucket("bkt")) },
        "bucket attributes absent": { try await attributes($0.bucket("bkt")) },
        "bucket attributes denied": { try await attributes($0.bucket("bkt")) },
        "bucket attributes after an action": { s3 in
            let bucket = s3.bucket("bkt")
            let before = text(try await bucket.bucketARN)
            try await bucket.delete()
            return [before, text(try await bucket.bucketARN)]
        },
        "bucket.load": { s3 in
            let bucket = s3.bucket("bkt")
            try await bucket.load()
            return [text(try await bucket.bucketARN)]
        },
        "bucket.waitUntilExists": { s3 in
            try await s3.bucket("bkt").waitUntilExists(delay: 0, maxAttempts: 3) { $0.expectedBucketOwner = "111" }
            return []
        },
        "bucket.waitUntilNotExists": { s3 in
            try await s3.bucket("bkt").waitUntilNotExists(delay: 0, maxAttempts: 3)
            return []
        },
    ]
}
