// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// Where and how a bucket is made (boto3: `CreateBucketConfiguration`).
public struct CreateBucketConfiguration: Sendable, Hashable {
    /// The region; nil for us-east-1 (boto3: `LocationConstraint`).
    public var locationConstraint: BucketLocationConstraint?
    /// The zone of a directory bucket (boto3: `Location`).
    public var location: LocationInfo?
    /// The kind of directory bucket (boto3: `Bucket`).
    public var bucket: BucketInfo?
    /// The tags of the bucket (boto3: `Tags`).
    public var tags: [Tag]?

    /// Takes what is required; the rest is set after.
    public init() {}
}

extension CreateBucketConfiguration {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        if let locationConstraint { document.element("LocationConstraint", locationConstraint.rawValue) }
        if let location { location.write(to: &document, as: "Location") }
        if let bucket { bucket.write(to: &document, as: "Bucket") }
        if let tags {
            document.open("Tags")
            for item in tags { item.write(to: &document, as: "Tag") }
            document.close("Tags")
        }
        document.close(tag)
    }
}
