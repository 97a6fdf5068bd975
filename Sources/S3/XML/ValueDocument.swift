/// A small answer whose elements all have one value: CopyObject, UploadPartCopy, CreateMultipartUpload, Complete.
final class ValueDocument: XMLElements {
    private(set) var root = ""
    private(set) var values: [String: String] = [:]

    func begin(_ name: String, depth: Int) {
        if depth == 1 { root = name }
    }

    func end(_ name: String, depth: Int, text: [UInt8]) {
        if depth == 2 { values[name] = String(decoding: text, as: UTF8.self) }
    }

    subscript(name: String) -> String? { values[name] }
}
