// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// A permission of someone (boto3: `Grant`).
public struct Grant: Sendable, Hashable {
    /// Who (boto3: `Grantee`).
    public var grantee: Grantee?
    /// What they may do (boto3: `Permission`).
    public var permission: GrantPermission?

    /// Takes what is required; the rest is set after.
    public init() {}
}

extension Grant {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        if let grantee { grantee.write(to: &document, as: "Grantee") }
        if let permission { document.element("Permission", permission.rawValue) }
        document.close(tag)
    }
}

extension Grant {
    /// Reads an element.
    init(_ element: XMLNode) {
        self.init()
        for child in element.children {
            switch child.name {
            case .grantee: grantee = Grantee(child)
            case .permission: permission = GrantPermission(rawValue: child.text)
            default: break
            }
        }
    }
}
