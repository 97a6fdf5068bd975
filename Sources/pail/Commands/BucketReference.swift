import ObjectStore

/// The bucket, and the part of it that is mounted: `s3://bucket/prefix` or `bucket/prefix`.
struct BucketReference: Hashable, CustomStringConvertible {
    let bucket: String
    /// Without a leading slash; ends in one unless it is empty.
    let prefix: String

    /// - Throws: `CommandFailure` (64) when there is no bucket's name in the text.
    init(_ text: String) throws(CommandFailure) {
        var rest = text[...]
        if rest.hasPrefix("s3://") {
            rest = rest.dropFirst(5)
        } else if let range = rest.firstRange(of: "://") {
            throw CommandFailure(
                .usage, "\(text): \(rest[..<range.lowerBound]) is not a kind of store that pail knows",
                advice: "Write s3://bucket, and the server's address with --endpoint-url.")
        }
        if rest.hasPrefix("arn:"), let name = Self.bucket(ofARN: rest) {
            throw CommandFailure(
                .usage, "\(text): that is the ARN of a bucket, where its name is wanted", advice: "Write s3://\(name).")
        }
        let parts = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        let allowed = name.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
                || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ":")
        }
        let isPath = name.hasPrefix(".") || name.contains("..")
        guard !name.isEmpty, name.utf8.count <= 255, allowed, !isPath else {
            throw CommandFailure(
                .usage, "\(text.isEmpty ? "''" : text): there is no bucket's name in it",
                advice: "Write s3://bucket or s3://bucket/prefix; letters, digits, dots and hyphens make a name.")
        }
        bucket = name
        var prefix = parts.count == 2 ? String(parts[1]) : ""
        if !prefix.isEmpty, !prefix.hasSuffix("/") { prefix += "/" }
        self.prefix = prefix
    }

    /// `name` and what follows it in `arn:aws:s3:::name`; nil for other ARNs, such as those of access points.
    private static func bucket(ofARN text: Substring) -> Substring? {
        let fields = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        return fields.count == 6 && fields[2] == "s3" && fields[3].isEmpty && fields[4].isEmpty ? fields[5] : nil
    }

    /// The prefix as the store has it.
    var prefixKey: ObjectKey { ObjectKey(prefix) }

    /// `s3://bucket/prefix`, as `df` and `mount` show it.
    var description: String { prefix.isEmpty ? "s3://\(bucket)" : "s3://\(bucket)/\(prefix.dropLast())" }
}
