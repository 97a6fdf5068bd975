// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// Who has a permission (boto3: `Grantee`).
public struct Grantee: Sendable, Hashable {
    /// The name for people (boto3: `DisplayName`).
    public var displayName: String?
    /// The e-mail address (boto3: `EmailAddress`).
    public var emailAddress: String?
    /// The identity (boto3: `ID`).
    public var id: String?
    /// The kind (boto3: `Type`).
    public var type: GranteeType
    /// The URI of a group (boto3: `URI`).
    public var uri: String?

    /// Takes what is required; the rest is set after.
    public init(type: GranteeType) {
        self.type = type
    }
}

extension Grantee {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag, attributes: " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"")
        document.attribute("xsi:type", type.rawValue)
        if let displayName { document.element("DisplayName", displayName) }
        if let emailAddress { document.element("EmailAddress", emailAddress) }
        if let id { document.element("ID", id) }
        if let uri { document.element("URI", uri) }
        document.close(tag)
    }
}

extension Grantee {
    /// Reads an element.
    init(_ element: XMLNode) {
        self.init(type: "")
        for child in element.children {
            switch child.name {
            case .displayName: displayName = child.text
            case .emailAddress: emailAddress = child.text
            case .id: id = child.text
            case .xsiType: type = GranteeType(rawValue: child.text)
            case .uri: uri = child.text
            default: break
            }
        }
    }
}
