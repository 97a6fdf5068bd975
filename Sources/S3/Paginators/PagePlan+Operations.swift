extension PagePlan where Input == ListObjectsV2Input, Page == ListObjectsV2Output, Item == ListedObject {
    static let listObjectsV2 = PagePlan(
        operation: "ListObjectsV2", names: ["ContinuationToken"],
        send: { client, input throws(S3Error) in try await client.listObjectsV2(input) },
        next: { [$0.isTruncated ? PageToken($0.nextContinuationToken) : nil] },
        go: { $0.continuationToken = $1[0]?.text },
        resize: { $0.maxKeys = $1 },
        items: { $0.contents },
        keep: { $0.contents = $1 },
        clear: { $0.commonPrefixes = [] })
}

extension PagePlan where Input == ListObjectsInput, Page == ListObjectsOutput, Item == ListedObject {
    static let listObjects = PagePlan(
        operation: "ListObjects", names: ["Marker"],
        send: { client, input throws(S3Error) in try await client.listObjects(input) },
        next: { [PageToken($0.nextPageMarker)] },
        go: { $0.marker = $1[0]?.key },
        resize: { $0.maxKeys = $1 },
        items: { $0.contents },
        keep: { $0.contents = $1 },
        clear: { $0.commonPrefixes = [] })
}

extension PagePlan
where Input == ListObjectVersionsInput, Page == ListObjectVersionsOutput, Item == ListedObjectVersion {
    static let listObjectVersions = PagePlan(
        operation: "ListObjectVersions", names: ["KeyMarker", "VersionIdMarker"],
        send: { client, input throws(S3Error) in try await client.listObjectVersions(input) },
        next: { $0.isTruncated ? [PageToken($0.nextKeyMarker), PageToken($0.nextVersionIDMarker)] : [nil, nil] },
        go: { ($0.keyMarker, $0.versionIDMarker) = ($1[0]?.key, $1[1]?.text) },
        resize: { $0.maxKeys = $1 },
        items: { $0.versions },
        keep: { $0.versions = $1 },
        clear: {
            $0.deleteMarkers = []
            $0.commonPrefixes = []
        })
}

extension PagePlan where Input == ListMultipartUploadsInput, Page == ListMultipartUploadsOutput, Item == ListedUpload {
    static let listMultipartUploads = PagePlan(
        operation: "ListMultipartUploads", names: ["KeyMarker", "UploadIdMarker"],
        send: { client, input throws(S3Error) in try await client.listMultipartUploads(input) },
        next: { $0.isTruncated ? [PageToken($0.nextKeyMarker), PageToken($0.nextUploadIDMarker)] : [nil, nil] },
        go: { ($0.keyMarker, $0.uploadIDMarker) = ($1[0]?.key, $1[1]?.text) },
        resize: { $0.maxUploads = $1 },
        items: { $0.uploads },
        keep: { $0.uploads = $1 },
        clear: { $0.commonPrefixes = [] })
}

extension PagePlan where Input == ListPartsInput, Page == ListPartsOutput, Item == ListedPart {
    static let listParts = PagePlan(
        operation: "ListParts", names: ["PartNumberMarker"],
        send: { client, input throws(S3Error) in try await client.listParts(input) },
        next: { [$0.isTruncated ? $0.nextPartNumberMarker.flatMap { $0 == 0 ? nil : .number($0) } : nil] },
        go: { $0.partNumberMarker = $1[0]?.integer },
        resize: { $0.maxParts = $1 },
        items: { $0.parts },
        keep: { $0.parts = $1 },
        clear: { _ in })
}

extension PagePlan where Input == ListBucketsInput, Page == ListBucketsOutput, Item == ListedBucket {
    static let listBuckets = PagePlan(
        operation: "ListBuckets", names: ["ContinuationToken"],
        send: { client, input throws(S3Error) in try await client.listBuckets(input) },
        next: { [PageToken($0.continuationToken)] },
        go: { $0.continuationToken = $1[0]?.text },
        resize: { $0.maxBuckets = $1 },
        items: { $0.buckets },
        keep: { $0.buckets = $1 },
        clear: { _ in })
}

extension PagePlan where Input == ListDirectoryBucketsInput, Page == ListDirectoryBucketsOutput, Item == ListedBucket {
    static let listDirectoryBuckets = PagePlan(
        operation: "ListDirectoryBuckets", names: ["ContinuationToken"],
        send: { client, input throws(S3Error) in try await client.listDirectoryBuckets(input) },
        next: { [PageToken($0.continuationToken)] },
        go: { $0.continuationToken = $1[0]?.text },
        resize: { $0.maxDirectoryBuckets = $1 },
        items: { $0.buckets },
        keep: { $0.buckets = $1 },
        clear: { _ in })
}
