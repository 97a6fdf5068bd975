/// The answer of ListBuckets.
final class ListBucketsDocument: XMLElements {
    private(set) var isListing = false
    private(set) var buckets: [ListedBucket] = []
    private(set) var continuationToken: String?
    private var current = ListedBucket(name: "")

    func begin(_ name: String, depth: Int) {
        if depth == 1 { isListing = name == "ListAllMyBucketsResult" }
        if depth == 3, name == "Bucket" { current = ListedBucket(name: "") }
    }

    func end(_ name: String, depth: Int, text: [UInt8]) {
        let value = String(decoding: text, as: UTF8.self)
        switch (depth, name) {
        case (4, "Name"): current.name = value
        case (4, "CreationDate"): current.creationDate = Instant(iso8601: value)
        case (4, "BucketRegion"): current.region = value
        case (3, "Bucket"): buckets.append(current)
        case (2, "ContinuationToken"): continuationToken = value.isEmpty ? nil : value
        default: break
        }
    }
}

/// One bucket of an account.
public struct ListedBucket: Sendable, Hashable {
    /// The bucket's name.
    public var name: String
    /// When it was made.
    public var creationDate: Instant?
    /// Where it is, where the server says.
    public var region: String?
}
