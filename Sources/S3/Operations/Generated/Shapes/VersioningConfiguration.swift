// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// Whether a bucket keeps versions (boto3: `VersioningConfiguration`).
public struct VersioningConfiguration: Sendable, Hashable {
    /// Whether removing a version needs a second factor (boto3: `MFADelete`).
    public var mfaDelete: MFADelete?
    /// Whether versions are kept; nil where they never were (boto3: `Status`).
    public var status: BucketVersioningStatus?

    /// Takes what is required; the rest is set after.
    public init() {}
}

extension VersioningConfiguration {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        if let mfaDelete { document.element("MfaDelete", mfaDelete.rawValue) }
        if let status { document.element("Status", status.rawValue) }
        document.close(tag)
    }
}
