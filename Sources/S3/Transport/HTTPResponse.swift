/// The head of an answer, and its body where nobody else took it.
struct HTTPResponse: Sendable {
    /// The status code.
    var status: Int
    /// The header fields.
    var fields: HeaderFields
    /// The collected body: of an answer that is no success, or when the exchange has no receiver.
    var body: [UInt8] = []

    /// Whether the request went out more than once: libcurl repeats it by itself when a kept connection turns out dead.
    var wasRepeated = false

    init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.fields = HeaderFields(headers)
        self.body = body
    }

    /// Header fields in the order of arrival; names in lower case.
    var headers: [(name: String, value: String)] { fields.all }

    /// Whether the status is of the 200 family.
    var isSuccess: Bool { (200..<300).contains(status) }

    /// The version that the answer is about; `null` names none.
    var versionID: String? { self["x-amz-version-id"].flatMap { $0 == "null" ? nil : $0 } }

    /// The first field of this name (lower case).
    subscript(name: String) -> String? { fields[name] }
}
