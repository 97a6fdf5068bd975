/// What a call's body adds to all its requests.
struct PreparedPayload: Sendable {
    /// All header fields of the request: the call's own, and what the body needs.
    var headers: [(name: String, value: String)]
    /// How the body takes part in the signature.
    var hash: PayloadHash
    /// The body as it is sent: encoded when its checksum follows it.
    var body: (any RequestBody)?
}

/// Decides what is computed of a body, and computes it in one pass.
///
/// By botocore's rules, with these differences, each of which sends less or to more servers:
/// - a body under TLS is not signed unless the configuration says so, also where it is no stream;
/// - a checksum follows the body only on AWS's own endpoints, since few others know how to read it, and not where the
///   payload is to be signed, or has no bytes;
/// - where a custom endpoint must have a checksum, `Content-MD5` goes along: some know nothing else.
enum PayloadPreparation {
    /// Operations whose body is a stream: under TLS their checksum follows the body.
    private static let streaming: Set<String> = ["PutObject", "UploadPart", "WriteGetObjectResponse"]

    /// Prepares a call's body; called once for all attempts.
    ///
    /// Reads the body at most once, and not at all when nothing has to be known of it before it is sent.
    ///
    /// - Parameter isAnonymous: requests are not signed.
    /// - Throws: what the body throws when it cannot be read.
    static func prepare(
        _ call: OperationCall, endpoint: ResolvedEndpoint, configuration: ClientConfiguration, isAnonymous: Bool = false
    ) throws -> PreparedPayload {
        let scheme = EndpointSigner.scheme(for: endpoint, version: configuration.signatureVersion)
        var prepared = PreparedPayload(headers: call.headers, hash: .unsigned, body: call.body)
        askForChecksum(call, configuration, &prepared)
        let algorithm = Self.algorithm(for: call, configuration)
        if let algorithm { prepared.add("x-amz-sdk-checksum-algorithm", algorithm.rawValue) }

        let isPlainAWS = configuration.endpointURL == nil && endpoint.scheme == "https"
        let isSigned = configuration.payloadSigningEnabled ?? (endpoint.scheme != "https")
        if let algorithm, let body = call.body, body.count > 0, isPlainAWS, scheme != .v2,
            streaming.contains(call.operation), configuration.payloadSigningEnabled != true
        {
            prepared.follow(body, by: algorithm)
            if isAnonymous { prepared.add("x-amz-content-sha256", prepared.hash.text) }
            return prepared
        }
        var pass = Pass()
        pass.checksum = algorithm
        pass.hasMD5 = needsMD5(call, algorithm, scheme, configuration)
        pass.hasSHA256 = !isAnonymous && scheme != .v2 && isSigned
        try pass.run(over: call.body)
        if let algorithm, let value = pass.values.checksum { prepared.add(algorithm.headerName, value) }
        if let value = pass.values.md5 { prepared.add("content-md5", value) }
        if let value = pass.values.sha256 {
            prepared.hash = .sha256(value)
        } else if (call.body?.count ?? 0) == 0, configuration.payloadSigningEnabled != false {
            // No bytes cost nothing to hash.
            prepared.hash = .empty
        }
        return prepared
    }

    /// Whether what is stored by a configuration is sure to be read before it is sent.
    static func readsFirst(_ configuration: ClientConfiguration) -> Bool {
        configuration.endpointURL != nil
            && (configuration.requestChecksumCalculation == .whenSupported
                || configuration.payloadSigningEnabled == true)
    }

    /// The algorithm to compute; nil for none.
    private static func algorithm(
        for call: OperationCall, _ configuration: ClientConfiguration
    ) -> ChecksumAlgorithm? {
        // The caller has computed one already.
        if call.headers.contains(where: { $0.name.hasPrefix("x-amz-checksum-") }) { return nil }
        let traits = call.checksum
        if let algorithm = traits.algorithm { return algorithm }
        if traits.isRequired { return .crc32 }
        return traits.isSupported && configuration.requestChecksumCalculation == .whenSupported ? .crc32 : nil
    }

    private static func needsMD5(
        _ call: OperationCall, _ algorithm: ChecksumAlgorithm?, _ scheme: EndpointSigner.Scheme,
        _ configuration: ClientConfiguration
    ) -> Bool {
        guard call.checksum.isRequired, call.body != nil, scheme != .express else { return false }
        if call.headers.contains(where: { $0.name == "content-md5" }) { return false }
        // Without one the server says whether it can do without, as with botocore.
        return DigestAlgorithm.md5.isAvailable && configuration.endpointURL != nil
    }

    /// Asks for the checksum of the answer, to verify it by.
    private static func askForChecksum(
        _ call: OperationCall, _ configuration: ClientConfiguration, _ prepared: inout PreparedPayload
    ) {
        guard !call.checksum.responseAlgorithms.isEmpty,
            call.checksum.isAsked || configuration.responseChecksumValidation == .whenSupported
        else { return }
        prepared.add("x-amz-checksum-mode", "ENABLED")
    }
}

extension PreparedPayload {
    /// Adds a field unless the call has it.
    fileprivate mutating func add(_ name: String, _ value: String) {
        if !headers.contains(where: { $0.name == name }) { headers.append((name, value)) }
    }

    /// Sends the checksum behind the body.
    fileprivate mutating func follow(_ body: any RequestBody, by algorithm: ChecksumAlgorithm) {
        if let index = headers.firstIndex(where: { $0.name == "content-encoding" }) {
            headers[index].value += ",aws-chunked"
        } else {
            headers.append(("content-encoding", "aws-chunked"))
        }
        headers.append(("x-amz-trailer", algorithm.headerName))
        headers.append(("x-amz-decoded-content-length", String(body.count)))
        hash = .unsignedTrailer
        self.body = ChunkedBody(body, algorithm)
    }
}

/// One pass over a body.
private struct Pass {
    struct Values {
        var checksum: String?
        var md5: String?
        var sha256: String?
    }

    var checksum: ChecksumAlgorithm?
    var hasMD5 = false
    var hasSHA256 = false
    private(set) var values = Values()

    mutating func run(over body: (any RequestBody)?) throws {
        guard checksum != nil || hasMD5 || hasSHA256 else { return }
        // The SHA-256 of the signature and that of the checksum are one.
        let isSHA256Shared = checksum == .sha256
        var hasher = isSHA256Shared ? nil : checksum.map { ChecksumHasher($0) }
        var md5 = hasMD5 ? MessageDigest(.md5) : nil
        var sha256 = hasSHA256 || isSHA256Shared ? MessageDigest(.sha256) : nil
        if let body, body.count > 0 {
            try body.forEachPiece { piece in
                hasher?.update(piece)
                md5?.update(piece)
                sha256?.update(piece)
            }
        }
        values.checksum = hasher?.finishBase64()
        if let digest = md5?.finish() { values.md5 = base64(digest) }
        guard let digest = sha256?.finish() else { return }
        if isSHA256Shared { values.checksum = base64(digest) }
        if hasSHA256 { values.sha256 = hexadecimal(digest) }
    }
}
