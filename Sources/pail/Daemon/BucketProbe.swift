import S3

/// What a mount finds out about its bucket before it is there: two requests, neither of which can change anything.
struct BucketProbe {
    let client: S3Client
    let bucket: String
    /// Without a leading slash; ends in one unless it is empty.
    let prefix: String

    /// Lists one key: the credentials, the bucket, the region, the clock and the way there are all good after that.
    ///
    /// One LIST with `max-keys=1`, and another one where the server has only the first version of it.
    func checkReading() async throws(S3Error) {
        var input = ListObjectsV2Input(bucket: bucket)
        input.prefix = Key(prefix)
        input.maxKeys = 1
        do throws(S3Error) {
            _ = try await client.listObjectsV2(input)
        } catch {
            // A server that has the first version of ListObjects only answers this; the store asks it the other way.
            guard error.code == "NotImplemented" || error.status == 501 else { throw error }
            var first = ListObjectsInput(bucket: bucket)
            first.prefix = input.prefix
            first.maxKeys = 1
            _ = try await client.listObjects(first)
        }
    }

    /// Whether the credentials may write, without writing: a part for an upload that does not exist.
    ///
    /// Who may write is told that there is no such upload; who may not is told that. One UploadPart without bytes.
    func mayWrite() async -> Bool {
        let part = UploadPartInput(
            bucket: bucket, key: Key(prefix + ".pail-may-write"), partNumber: 1,
            uploadID: "00000000000000000000000000000000", body: BytesBody([]))
        do throws(S3Error) {
            _ = try await client.uploadPart(part)
        } catch {
            return !(error.code == "AccessDenied" || error.status == 403)
        }
        return true
    }
}

extension MountProblem {
    /// The one table from the first request's error to what the caller is told.
    init(_ error: S3Error) {
        let said = error.message.isEmpty ? error.code : "\(error.code): \(error.message)"
        switch error.kind {
        case .credentials(let problem):
            self =
                problem.provider == "chain"
                ? .credentialsMissing(problem.message) : .configurationBroken(problem.description)
        case .transport(let transport):
            switch transport.code {
            case .certificate: self = .certificate(transport.message)
            case .handshake: self = .handshake(transport.message)
            case .unsendable: self = .configurationBroken(transport.message)
            default: self = .unreachable(transport.message)
            }
        case .malformedAnswer: self = .noService(error.message)
        case .local: self = .failing(error.message)
        case .invalidInput: self = .configurationBroken(error.message)
        case .cancelled: self = .failing("cancelled")
        case .deadline: self = .unreachable(said)
        case .service:
            switch error.code {
            case "NoSuchBucket", "NotFound", "InvalidBucketName": self = .bucketMissing
            case "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture": self = .clockSkewed(said)
            case "PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed",
                "IllegalLocationConstraintException", "IncorrectEndpoint":
                self = .wrongRegion(error.region)
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired",
                "InvalidSecurity", "AuthFailure", "MissingAuthenticationToken":
                self = .credentialsRejected(said)
            default:
                switch error.status {
                case 301, 302, 307, 308: self = .wrongRegion(error.region)
                case 401, 403: self = .accessDenied(said)
                case 404: self = .bucketMissing
                default: self = .failing(error.description)
                }
            }
        }
    }
}
