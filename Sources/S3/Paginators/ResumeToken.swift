/// Where a listing that was limited can be taken up again, as one text: botocore's, so that either reads the other's.
struct ResumeToken: Sendable, Hashable {
    /// The token of the page to begin with, by member; all nil for the first page.
    var tokens: [PageToken?]
    /// How many items of that page were given out already.
    var skipped: Int?

    init(tokens: [PageToken?], skipped: Int? = nil) {
        self.tokens = tokens
        self.skipped = skipped
    }

    /// Reads a token: botocore's, its older form with `___` between the parts, or one of the service itself.
    ///
    /// Nil for a text that is none of these.
    init?(_ text: String, names: [String]) {
        if let document = bytes(base64: text), let value = JSONValue(document), case .object(let members) = value {
            self.init(members, names: names)
        } else {
            self.init(parts: text, names: names)
        }
    }

    private init?(_ members: [String: JSONValue], names: [String]) {
        var members = members
        var encoded: Set<String> = []
        if case .array(let paths)? = members.removeValue(forKey: "boto_encoded_keys") {
            for case .array(let path) in paths {
                if case .string(let name)? = path.first { encoded.insert(name) }
            }
        }
        if case .number(let amount)? = members.removeValue(forKey: "boto_truncate_amount") {
            guard let amount = Int(exactly: amount), amount >= 0 else { return nil }
            skipped = amount
        }
        guard Set(members.keys).isSubset(of: names) else { return nil }
        tokens = []
        for name in names {
            switch members[name] {
            case nil, .null: tokens.append(nil)
            case .string(let text):
                if encoded.contains(name) {
                    guard let decoded = bytes(base64: text) else { return nil }
                    tokens.append(.bytes(decoded))
                } else {
                    tokens.append(text == "None" ? nil : PageToken(text))
                }
            case .number(let number):
                guard let integer = Int(exactly: number) else { return nil }
                tokens.append(.number(integer))
            default: return nil
            }
        }
    }

    private init?(parts text: String, names: [String]) {
        var parts = text.components(separatedBy: "___")
        if parts.count == names.count + 1 {
            if let amount = Int(parts[names.count]) {
                skipped = amount
                parts.removeLast()
            } else {
                parts = [text]
            }
        }
        guard parts.count <= names.count else { return nil }
        tokens = parts.map { $0 == "None" ? nil : PageToken($0) }
        while tokens.count < names.count { tokens.append(nil) }
    }

    /// The token as one text.
    func text(names: [String]) -> String {
        var members: [String] = []
        var encoded: [String] = []
        for (name, token) in zip(names, tokens) {
            switch token {
            case nil: members.append("\(Self.quoted(name)): null")
            case .number(let number): members.append("\(Self.quoted(name)): \(number)")
            case .bytes(let bytes):
                if let text = String(validating: bytes, as: UTF8.self) {
                    members.append("\(Self.quoted(name)): \(Self.quoted(text))")
                } else {
                    encoded.append("[\(Self.quoted(name))]")
                    members.append("\(Self.quoted(name)): \(Self.quoted(base64(bytes)))")
                }
            }
        }
        if let skipped { members.append("\"boto_truncate_amount\": \(skipped)") }
        if !encoded.isEmpty { members.append("\"boto_encoded_keys\": [\(encoded.joined(separator: ", "))]") }
        return base64(Array("{\(members.joined(separator: ", "))}".utf8))
    }

    /// A JSON string of ASCII alone.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for unit in text.utf16 {
            switch unit {
            case 34: result += "\\\""
            case 92: result += "\\\\"
            case 8: result += "\\b"
            case 9: result += "\\t"
            case 10: result += "\\n"
            case 12: result += "\\f"
            case 13: result += "\\r"
            case 32...126: result.unicodeScalars.append(UnicodeScalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            }
        }
        return result + "\""
    }
}

extension String {
    /// What stands between the occurrences of a separator.
    fileprivate func components(separatedBy separator: String) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while let found = rest.firstRange(of: separator) {
            parts.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        return parts + [String(rest)]
    }
}
