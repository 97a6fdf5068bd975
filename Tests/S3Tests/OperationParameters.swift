import Foundation

@testable import S3

/// Makes Swift's inputs of boto3's parameters: in `Generated`.
enum Inputs {}

/// A tree of boto3's parameters, or of boto3's answer.
struct Parameters {
    let value: JSONValue

    init(_ value: JSONValue) { self.value = value }

    subscript(name: String) -> Parameters { has(name) ?? Parameters(.null) }

    func has(_ name: String) -> Parameters? {
        guard case .object(let members) = value, let member = members[name] else { return nil }
        return Parameters(member)
    }

    var text: String {
        if case .string(let text) = value { return text }
        return ""
    }

    var key: Key { Key(text) }
    var bytes: [UInt8] { InteropBody(self)?.bytes ?? Array(text.utf8) }
    var long: Int64 {
        if case .number(let number) = value { return Int64(number) }
        return 0
    }

    var integer: Int { Int(long) }
    var isTrue: Bool { value == .bool(true) }
    var instant: Instant { Instant(text: text) ?? Instant(seconds: 0) }
    var encryptionKey: EncryptionKey { EncryptionKey(text) }
    var range: ObjectRange? { ObjectRange(text) }
    var copySource: CopySource {
        CopySource(bucket: self["Bucket"].text, key: self["Key"].key, versionID: has("VersionId")?.text)
    }

    var items: [Parameters] {
        if case .array(let items) = value { return items.map { Parameters($0) } }
        return []
    }

    var texts: [String: String] {
        if case .object(let members) = value { return members.mapValues { Parameters($0).text } }
        return [:]
    }
}

/// What botocore sends and reads, from `Vectors/operations.json`.
struct OperationVectors {
    let names: [String: String]
    let requests: [Parameters]
    let answers: [Parameters]
    let pages: [Parameters]

    init() throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/operations.json")
        let root = Parameters(JSONValue([UInt8](try Data(contentsOf: url))) ?? .null)
        names = root["names"].texts
        requests = root["requests"].items
        answers = root["answers"].items
        pages = root["pages"].items
    }
}
