import Testing

@testable import S3

@Suite("Operations as botocore encodes and decodes them") struct OperationVectorTests {
    @Test("Every member of every operation is sent as botocore sends it")
    func requests() throws {
        let vectors = try OperationVectors()
        #expect(vectors.requests.count >= 500)
        for vector in vectors.requests {
            let call = try #require(Inputs.input(vector["operation"].text, vector["parameters"])).operationCall
            let found = try differences(of: call, from: vector)
            #expect(found.isEmpty, "\(vector["operation"].text), \(vector["name"].text): \(found)")
        }
    }

    private func differences(of call: OperationCall, from vector: Parameters) throws -> [String] {
        var found: [String] = []
        func compare<Value: Equatable>(_ what: String, _ ours: Value, _ theirs: Value) {
            if ours != theirs { found.append("\(what) is \(ours), not \(theirs)") }
        }
        compare("operation", call.operation, vector["operation"].text)
        compare("method", call.method, vector["method"].text)
        var path = "/" + (call.bucket ?? "")
        if let key = call.key { path += "/" + PercentEncoding.path.text(key.bytes) }
        compare("path", path, vector["path"].text)
        let query = call.query.map { item in
            [String(decoding: item.name, as: UTF8.self), String(decoding: item.value ?? [], as: UTF8.self)]
        }
        let theirs = vector["query"].items.map { $0.items.map(\.text) }
        compare("query", query.sorted { $0[0] < $1[0] }, theirs.sorted { $0[0] < $1[0] })
        compare("count of header fields", Set(call.headers.map(\.name)).count, call.headers.count)
        var headers = Dictionary(call.headers.map { ($0.name, $0.value) }) { first, _ in first }
        if vector["parameters"].has("ClientToken") == nil, let token = headers.removeValue(forKey: "x-amz-client-token")
        {
            compare("groups of the token", token.split(separator: "-").map(\.count), [8, 4, 4, 4, 12])
        }
        compare("header", headers, vector["headers"].texts)
        compare("body", String(decoding: try bytes(of: call.body), as: UTF8.self), vector["body"].text)
        return found
    }

    private func bytes(of body: (any RequestBody)?) throws -> [UInt8] {
        guard let body else { return [] }
        var bytes = [UInt8](repeating: 0, count: Int(body.count))
        let count = try bytes.withUnsafeMutableBytes { try body.read(at: 0, into: $0) }
        #expect(count == bytes.count)
        return bytes
    }

    @Test("Every member of every answer is read as botocore reads it")
    func answers() throws {
        let vectors = try OperationVectors()
        #expect(vectors.answers.count >= 440)
        for vector in vectors.answers {
            let headers = vector["headers"].items.map { (name: $0.items[0].text, value: $0.items[1].text) }
            let answer = HTTPResponse(status: 200, headers: headers, body: Array(vector["body"].text.utf8))
            let output = try #require(
                try Inputs.output(vector["operation"].text, vector["parameters"], answer), "\(vector["name"].text)")
            let found = AnswerComparison(names: vectors.names).differences(output, vector["parsed"].value)
            #expect(found.isEmpty, "\(vector["operation"].text), \(vector["name"].text): \(found)")
        }
    }
}

/// Looks for what a Swift answer has and boto3's has not, and the other way round.
private struct AnswerComparison {
    let names: [String: String]

    func differences(_ value: Any, _ expected: JSONValue, at path: String = "") -> [String] {
        let mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .optional {
            guard let inner = mirror.children.first else { return expected == .null ? [] : ["\(path) is nil"] }
            return differences(inner.value, expected, at: path)
        }
        switch (plain(value), expected) {
        case (.string(let ours)?, .string(let theirs)) where value is Instant:
            return Instant(text: ours) == Instant(text: theirs) ? [] : ["\(path) is \(ours), not \(theirs)"]
        case (let ours?, _): return ours == expected ? [] : ["\(path) is \(ours), not \(expected)"]
        case (nil, .array(let items)):
            let children = mirror.children.map(\.value)
            guard children.count == items.count else { return ["\(path) has \(children.count), not \(items.count)"] }
            return zip(children, items).enumerated().flatMap { index, pair in
                // A common prefix is a key, where boto3 has a structure of one member.
                if pair.0 is Key, case .object(let members) = pair.1, let prefix = members["Prefix"] {
                    return differences(pair.0, prefix, at: "\(path)[\(index)]")
                }
                return differences(pair.0, pair.1, at: "\(path)[\(index)]")
            }
        case (nil, .object(let members)): return differences(mirror, members, at: path)
        default: return ["\(path) is \(value), not \(expected)"]
        }
    }

    private func differences(_ mirror: Mirror, _ members: [String: JSONValue], at path: String) -> [String] {
        var found: [String] = []
        var rest = members
        for child in mirror.children {
            guard let label = child.label, label != "responseMetadata", label != "body" else { continue }
            if let name = members.keys.first(where: { names[$0] == label }),
                let expected = rest.removeValue(forKey: name)
            {
                found += differences(child.value, expected, at: path + "." + label)
            } else if !isNothing(child.value) {
                found.append("\(path).\(label) is \(child.value), not absent")
            }
        }
        rest["Body"] = nil
        return found + rest.keys.map { "\(path).\($0) is lost" }
    }

    /// A value as JSON has it; nil for lists and structures.
    private func plain(_ value: Any) -> JSONValue? {
        switch value {
        case let text as String: .string(text)
        case let key as Key: .string(key.description)
        case let flag as Bool: .bool(flag)
        case let number as Int: .number(Double(number))
        case let number as Int64: .number(Double(number))
        case let instant as Instant: .string(instant.iso8601)
        case let secret as Secret: .string(secret.value)
        case let word as any APIWord: .string(word.rawValue)
        case let texts as [String: String]: .object(texts.mapValues { .string($0) })
        default: nil
        }
    }

    private func isNothing(_ value: Any) -> Bool {
        let mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .optional { return mirror.children.isEmpty }
        switch plain(value) {
        case .string(let text)?: return text.isEmpty || value is Instant
        case .bool(let flag)?: return !flag
        case .number(let number)?: return number == 0
        case .object(let members)?: return members.isEmpty
        default: return mirror.children.allSatisfy { isNothing($0.value) }
        }
    }
}
