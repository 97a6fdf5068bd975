/// An object that is copied from (boto3: `CopySource`).
public struct CopySource: Sendable, Hashable {
    /// The source's bucket, or the ARN of an access point.
    public var bucket: String
    /// The source's key.
    public var key: Key
    /// A version of a versioned bucket.
    public var versionID: String?

    /// Names an object.
    public init(bucket: String, key: Key, versionID: String? = nil) {
        self.bucket = bucket
        self.key = key
        self.versionID = versionID
    }

    /// The header field's value.
    var headerField: String {
        var path = Array(bucket.utf8)
        path += (bucket.hasPrefix("arn:") ? "/object/" : "/").utf8
        path += key.bytes
        var text = PercentEncoding.path.text(path)
        if let versionID { text += "?versionId=\(versionID)" }
        return text
    }
}
