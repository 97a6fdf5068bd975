// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// Who may do what, and who owns it (boto3: `AccessControlPolicy`).
public struct AccessControlPolicy: Sendable, Hashable {
    /// Who may do what (boto3: `Grants`).
    public var grants: [Grant]?
    /// Who owns it (boto3: `Owner`).
    public var owner: Owner?

    /// Takes what is required; the rest is set after.
    public init() {}
}

extension AccessControlPolicy {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        if let grants {
            document.open("AccessControlList")
            for item in grants { item.write(to: &document, as: "Grant") }
            document.close("AccessControlList")
        }
        if let owner { owner.write(to: &document, as: "Owner") }
        document.close(tag)
    }
}
