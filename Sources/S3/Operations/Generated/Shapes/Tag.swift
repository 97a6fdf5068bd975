// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// A tag: a name and a value (boto3: `Tag`).
public struct Tag: Sendable, Hashable {
    /// The tag's name (boto3: `Key`).
    public var key: String
    /// The value (boto3: `Value`).
    public var value: String

    /// Takes what is required; the rest is set after.
    public init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}

extension Tag {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        document.element("Key", key)
        document.element("Value", value)
        document.close(tag)
    }
}

extension Tag {
    /// Reads an element.
    init(_ element: XMLNode) {
        self.init(key: "", value: "")
        for child in element.children {
            switch child.name {
            case .key: key = child.text
            case .value: value = child.text
            default: break
            }
        }
    }
}
