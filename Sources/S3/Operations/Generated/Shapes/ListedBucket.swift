// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// A bucket of the account (boto3: `Bucket`).
public struct ListedBucket: Sendable, Hashable {
    /// The name (boto3: `Name`).
    public var name: String = ""
    /// When it was made (boto3: `CreationDate`).
    public var creationDate: Instant?
    /// The bucket's region (boto3: `BucketRegion`).
    public var bucketRegion: String?
    /// The bucket's ARN (boto3: `BucketArn`).
    public var bucketARN: String?

    /// Nothing, to be filled in: for tests.
    public init() {}
}

extension ListedBucket {
    /// Reads an element.
    init(_ element: XMLNode) {
        self.init()
        for child in element.children {
            switch child.name {
            case .name: name = child.text
            case .creationDate: creationDate = child.instant
            case .bucketRegion: bucketRegion = child.text
            case .bucketARN: bucketARN = child.text
            default: break
            }
        }
    }
}
