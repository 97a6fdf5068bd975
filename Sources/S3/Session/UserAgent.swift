/// What a client calls itself in the header field `User-Agent`.
enum UserAgent {
    /// The parts put together as botocore does.
    ///
    /// - Parameters:
    ///   - product: the client's own name.
    ///   - given: instead of the client's own name and the application's.
    ///   - appID: the application's name; characters that are no token become `-`.
    ///   - extra: goes last, as it is.
    static func text(product: String, given: String?, appID: String?, extra: String?) -> String {
        var parts = [given ?? product]
        if given == nil, let appID, !appID.isEmpty {
            var name = "app/"
            for scalar in appID.unicodeScalars { name.unicodeScalars.append(isToken(scalar) ? scalar : "-") }
            parts.append(name)
        }
        if let extra, !extra.isEmpty { parts.append(extra) }
        return parts.joined(separator: " ")
    }

    private static func isToken(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: "!#$%&'*+-.^_`|~,".unicodeScalars.contains(scalar)
        }
    }
}
