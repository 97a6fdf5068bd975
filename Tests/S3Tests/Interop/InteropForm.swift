@testable import S3

/// Brings the results of one run into the form that is compared: without times, ids and names that differ by nature.
struct InteropForm {
    /// The run's buckets, by what the steps call them.
    let buckets: [String: String]
    /// Ids in the order in which they were first seen.
    private var aliases: [String: String] = [:]

    init(buckets: [String: String]) {
        self.buckets = buckets
    }

    private static let times: Set = ["LastModified", "Initiated", "CreationDate"]
    private static let ids: Set = [
        "VersionId", "UploadId", "VersionIdMarker", "NextVersionIdMarker", "UploadIdMarker", "NextUploadIdMarker",
        "CopySourceVersionId", "DeleteMarkerVersionId",
    ]
    private static let tokens: Set = ["ContinuationToken", "NextContinuationToken"]
    /// What of a plain answer's header fields is compared.
    private static let fields: Set = [
        "content-type", "content-length", "content-range", "content-disposition", "content-language",
        "content-encoding", "cache-control", "expires", "etag",
    ]

    mutating func form(_ value: JSONValue, name: String = "") -> JSONValue {
        switch value {
        case .string(let text):
            if Self.times.contains(name) { return .string("<time>") }
            if Self.tokens.contains(name) { return .string("<token>") }
            if Self.ids.contains(name) { return .string(alias(text)) }
            return .string(renamed(text))
        case .array(let items): return .array(items.map { form($0, name: name) })
        case .object(let members): return .object(form(members, name: name))
        default: return value
        }
    }

    private mutating func form(_ members: [String: JSONValue], name: String) -> [String: JSONValue] {
        var result: [String: JSONValue] = [:]
        if name == "headers" {
            for (name, value) in members where Self.fields.contains(name) || name.hasPrefix("x-amz-meta-") {
                result[name] = form(value)
            }
            return result
        }
        // In order, so that ids are numbered alike.
        for (name, value) in members.sorted(by: { $0.key < $1.key }) where value != .null {
            result[name] = form(value, name: name)
        }
        // A plain answer of XML has names and times in it.
        if case .object(var headers)? = result["headers"],
            Parameters(.object(headers))["content-type"].text.contains("xml")
        {
            headers["content-length"] = nil
            result["headers"] = .object(headers)
            result["Body"] = nil
        }
        return result
    }

    private mutating func alias(_ id: String) -> String {
        if id.isEmpty || id == "null" || id == "none" || id == "nonsense" { return id }
        if let known = aliases[id] { return known }
        let made = "<id \(aliases.count + 1)>"
        aliases[id] = made
        return made
    }

    private func renamed(_ text: String) -> String {
        guard text.contains("interop-") else { return text }
        return buckets.reduce(text) { $0.replacing($1.value, with: "<\($1.key)>") }
    }
}

/// Where two results differ.
struct InteropDifference: CustomStringConvertible {
    let path: String
    let ours: JSONValue?
    let theirs: JSONValue?

    var description: String {
        func text(_ value: JSONValue?) -> String { value.map { String("\($0)".prefix(300)) } ?? "absent" }
        return "\(path) is \(text(ours)), boto3's \(text(theirs))"
    }

    /// All differences of two results in the same form.
    static func all(_ ours: JSONValue?, _ theirs: JSONValue?, at path: String = "") -> [InteropDifference] {
        switch (ours, theirs) {
        case (.object(let left)?, .object(let right)?):
            if let error = errors(left, right, at: path) { return error }
            return Set(left.keys).union(right.keys).sorted().flatMap { name in
                all(left[name], right[name], at: path.isEmpty ? name : path + "." + name)
            }
        case (.array(let left)?, .array(let right)?) where left.count == right.count:
            return zip(left, right).enumerated().flatMap { all($1.0, $1.1, at: "\(path)[\($0)]") }
        default:
            if ours == theirs || ours.map(isNothing) ?? true && theirs.map(isNothing) ?? true { return [] }
            return [InteropDifference(path: path, ours: ours, theirs: theirs)]
        }
    }

    /// Members that Swift always has, and boto3 only where the answer has them.
    private static func isNothing(_ value: JSONValue) -> Bool {
        [.bool(false), .string(""), .array([]), .object([:])].contains(value)
    }

    /// Errors of answers without a body have a code of ours; boto3's is the status.
    private static func errors(
        _ ours: [String: JSONValue], _ theirs: [String: JSONValue], at path: String
    ) -> [InteropDifference]? {
        guard path.hasSuffix("error") else { return nil }
        let code = Parameters(.object(theirs))["code"].text
        if code == "client", ours["code"] == .string("client") { return [] }
        guard Int(code) != nil else { return nil }
        return all(ours["status"], theirs["status"], at: path + ".status")
            + all(ours["message"], nil, at: path + ".message")
    }
}
