/// The answer of DeleteObjects.
final class DeleteResultDocument: XMLElements {
    private(set) var isResult = false
    private(set) var failures: [DeleteFailure] = []
    private(set) var deleted: [Key] = []
    private var key: [UInt8] = []
    private var versionID: String?
    private var code = ""
    private var message = ""

    func begin(_ name: String, depth: Int) {
        if depth == 1 { isResult = name == "DeleteResult" }
        if depth == 2 {
            key = []
            versionID = nil
            code = ""
            message = ""
        }
    }

    func end(_ name: String, depth: Int, text: [UInt8]) {
        switch (depth, name) {
        case (3, "Key"): key = text
        case (3, "VersionId"): versionID = text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
        case (3, "Code"): code = String(decoding: text, as: UTF8.self)
        case (3, "Message"): message = String(decoding: text, as: UTF8.self)
        case (2, "Deleted"): deleted.append(Key(key))
        case (2, "Error"):
            failures.append(DeleteFailure(key: Key(key), versionID: versionID, code: code, message: message))
        default: break
        }
    }
}

/// An object that DeleteObjects left.
public struct DeleteFailure: Sendable, Hashable {
    /// The object's key.
    public var key: Key
    /// The version that was asked for.
    public var versionID: String?
    /// The error's code.
    public var code: String
    /// What the server says about it.
    public var message: String
}
