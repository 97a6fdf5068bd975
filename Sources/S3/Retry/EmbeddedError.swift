/// Errors in answers that claim to be successes: S3 may find out only after the head of its answer is sent.
enum EmbeddedError {
    /// Whether the body of a success is an error, or an XML document that breaks off (botocore takes both for a 500).
    ///
    /// Looks at both ends of the body only.
    static func isIn(_ response: HTTPResponse) -> Bool {
        guard response.status == 200, let first = response.body.first(where: { !isSpace($0) }), first == 60,
            let last = response.body.last(where: { !isSpace($0) })
        else { return false }
        return last != 62 || response.body.withUnsafeBytes { judge($0) } == .error
    }

    enum Judgement: Sendable {
        case error
        case other
        /// More bytes are needed.
        case unknown
    }

    /// Whether a document begins as an error does.
    static func judge(_ bytes: UnsafeRawBufferPointer) -> Judgement {
        var rest = bytes.drop(while: isSpace)
        if rest.starts(with: "<?xml".utf8) {
            guard let end = rest.firstIndex(of: 62) else { return rest.count < 256 ? .unknown : .other }
            rest = rest[(end + 1)...].drop(while: isSpace)
        }
        let mark = Array("<Error".utf8)
        guard rest.count > mark.count else {
            let isPrefix = mark.starts(with: rest) || Array("<?xml".utf8).starts(with: rest)
            return isPrefix ? .unknown : .other
        }
        guard rest.starts(with: mark) else { return .other }
        let next = rest[rest.startIndex + mark.count]
        return next == 62 || next == 47 || isSpace(next) ? .error : .other
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}
