extension OperationCall {
    /// Adds a header field of a truth value; nil adds nothing.
    mutating func add(_ name: String, boolean value: Bool?) {
        if let value { headers.append((name, value ? "true" : "false")) }
    }

    /// Adds a header field of a number; nil adds nothing.
    mutating func add(_ name: String, number value: Int64?) {
        if let value { headers.append((name, String(value))) }
    }

    /// Adds a header field of a list; an empty one adds nothing.
    mutating func add(_ name: String, list values: [String]) {
        guard !values.isEmpty else { return }
        let escaped = values.map { value in
            value.contains("\"") || value.contains(",") ? "\"" + value.replacing("\"", with: "\\\"") + "\"" : value
        }
        headers.append((name, escaped.joined(separator: ",")))
    }

    /// Adds a header field of a range; nil adds nothing.
    ///
    /// - Throws: `S3Error` `.invalidInput` for no bytes at all.
    mutating func add(_ name: String, range: ObjectRange?) throws(S3Error) {
        guard let range else { return }
        guard let value = range.headerField else { throw invalid("the range \(range) is empty") }
        headers.append((name, value))
    }

    /// Adds user metadata.
    mutating func add(metadata: [String: String]) {
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
            headers.append(("x-amz-meta-" + name.lowercased(), value))
        }
    }

    /// Adds the header fields of a key of the caller's own.
    ///
    /// - Parameters:
    ///   - prefix: what both names begin with.
    ///   - md5: the key's MD5 in base64; then the key is in base64 already. Nil computes the one and encodes the other.
    mutating func add(_ prefix: String, customerKey key: EncryptionKey?, md5: String?) {
        if let key {
            let value = md5 == nil ? base64(key.bytes) : String(decoding: key.bytes, as: UTF8.self)
            headers.append((prefix + "key", value))
        }
        // Where there is no MD5 the server says that it wants one.
        add(prefix + "key-md5", md5 ?? (DigestAlgorithm.md5.isAvailable ? key.map { md5Base64($0.bytes) } : nil))
    }

    /// Notes that the operation can have a checksum, and which the caller chose.
    ///
    /// - Throws: `S3Error` `.invalidInput` for an algorithm that cannot be computed here.
    mutating func supportChecksum(_ name: ChecksumAlgorithmName?, isRequired: Bool) throws(S3Error) {
        checksum.isSupported = true
        checksum.isRequired = isRequired
        guard let name else { return }
        guard let algorithm = ChecksumAlgorithm(rawValue: name.rawValue.uppercased()) else {
            throw invalid("the checksum \(name) cannot be computed here")
        }
        checksum.algorithm = algorithm
    }

    /// The transport says how long a body is: the caller can only say the same.
    ///
    /// - Throws: `S3Error` `.invalidInput` for another length.
    func check(contentLength: Int64?, of body: (any RequestBody)?) throws(S3Error) {
        guard let contentLength, contentLength != body?.count ?? 0 else { return }
        throw invalid("the body has \(body?.count ?? 0) bytes, not \(contentLength)")
    }

    /// An input that cannot be sent.
    func invalid(_ message: String) -> S3Error {
        S3Error(.invalidInput, code: "InvalidInput", message: message, operation: operation)
    }
}
