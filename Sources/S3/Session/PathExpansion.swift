/// `~` and variables in the names of configuration files, as botocore expands them.
enum PathExpansion {
    /// Replaces `$NAME` and `${NAME}` that are set, then a leading `~`.
    static func expand(_ path: String, environment: [String: String], homeDirectory: String) -> String {
        var result = ""
        var rest = path[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            let after = rest[rest.index(after: dollar)...]
            let name: Substring
            let end: Substring.Index
            if after.hasPrefix("{"), let close = after.firstIndex(of: "}") {
                name = after[after.index(after: after.startIndex)..<close]
                end = after.index(after: close)
            } else {
                name = after.prefix { $0 == "_" || ($0.isASCII && ($0.isLetter || $0.isNumber)) }
                end = name.endIndex
            }
            if let value = environment[String(name)], !name.isEmpty {
                result += value
            } else {
                result += rest[dollar..<end]
            }
            rest = after[end...]
        }
        result += rest
        if result == "~" { return homeDirectory }
        return result.hasPrefix("~/") ? homeDirectory + result.dropFirst() : result
    }
}
