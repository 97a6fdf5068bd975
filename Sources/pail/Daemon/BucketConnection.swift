import LocalStore
import Logging
import S3

/// The way to a bucket: a session and what is configured for it, and then a client that the server has answered.
struct BucketConnection: Sendable {
    private let plan: MountPlan
    private let session: Session
    private let client: S3Client
    private let configuration: ClientConfiguration

    /// The server's address, for people.
    var endpoint: String { configuration.endpointURL ?? "AWS" }
    var region: String { configuration.region }

    /// Reads the configuration; makes no request.
    init(_ plan: MountPlan) throws(MountProblem) {
        self.plan = plan
        do throws(ConfigurationError) {
            session = try Session(profile: plan.profile, region: plan.region, anonymous: plan.isAnonymous)
        } catch {
            throw .configurationBroken(error.message)
        }
        (client, configuration) = try Self.client(plan, session, plan.signatureVersion)
    }

    /// Connects: a client that the bucket's server has answered, and whether it lets us write.
    ///
    /// A server that refuses Signature Version 4 is asked once more by Version 2, unless the caller said which it is.
    ///
    /// One LIST, and at the same time one UploadPart that is refused; none of the second for a read-only mount. As many
    /// again where the first signature is refused. One HEAD where nothing is below the part that is mounted.
    func connect(log: Logger) async throws(MountProblem) -> (client: S3Client, mayWrite: Bool) {
        let (client, mayWrite, isEmpty) = try await firstAnswer(log)
        if isEmpty, await BucketProbe(client, plan).isObject() { throw .isObject }
        return (client, mayWrite)
    }

    private func firstAnswer(
        _ log: Logger
    ) async throws(MountProblem) -> (client: S3Client, mayWrite: Bool, isEmpty: Bool) {
        do throws(S3Error) {
            let (mayWrite, isEmpty) = try await Self.probe(client, plan)
            return (client, mayWrite, isEmpty)
        } catch {
            // AWS itself speaks Version 4 everywhere, and who named a version gets what he named.
            guard plan.signatureVersion == nil, configuration.signatureVersion == nil, !plan.isAnonymous,
                configuration.endpointURL != nil, Self.mayMeanOtherSignature(error)
            else { throw MountProblem(error) }
            let (second, _) = try Self.client(plan, session, .v2)
            let (mayWrite, isEmpty): (Bool, Bool)
            do throws(S3Error) {
                (mayWrite, isEmpty) = try await Self.probe(second, plan)
            } catch let other {
                throw Self.problem(first: error, second: other)
            }
            log.notice("the server refuses Signature Version 4: requests are signed by Version 2")
            return (second, mayWrite, isEmpty)
        }
    }

    private static func client(
        _ plan: MountPlan, _ session: Session, _ version: ClientConfiguration.SignatureVersion?
    ) throws(MountProblem) -> (S3Client, ClientConfiguration) {
        do throws(ConfigurationError) {
            let options = Config(
                signatureVersion: version, userAgent: "pail/\(Pail.version)",
                maxPoolConnections: DescriptorLimit.current.connections,
                s3: Config.S3Options(addressingStyle: plan.addressing == .auto ? nil : plan.addressing))
            let configuration = try session.configuration(
                options, endpointURL: plan.endpointURL, verify: plan.caBundle.map { .caBundle($0) })
            return (try S3Client(configuration: configuration, credentials: session.credentials), configuration)
        } catch {
            throw .configurationBroken(error.message)
        }
    }

    private static func probe(
        _ client: S3Client, _ plan: MountPlan
    ) async throws(S3Error) -> (mayWrite: Bool, isEmpty: Bool) {
        let probe = BucketProbe(client, plan)
        guard !plan.isReadOnly else { return (false, try await !probe.checkReading()) }
        async let mayWrite = probe.mayWrite()
        let isEmpty = try await !probe.checkReading()
        return (await mayWrite, isEmpty)
    }

    /// What is wrong when the server takes neither signature.
    ///
    /// The first answer, which is about the version that most servers want; but where only the second is about the keys,
    /// the bucket or the time, that is the version that the server has understood.
    private static func problem(first: S3Error, second: S3Error) -> MountProblem {
        let (first, second) = (MountProblem(first), MountProblem(second))
        if case .credentialsRejected = first { return first }
        switch second {
        case .credentialsRejected, .bucketMissing, .clockSkewed: return second
        default: return first
        }
    }

    /// Whether an error is one of those that servers without Version 4 answer with.
    static func mayMeanOtherSignature(_ error: S3Error) -> Bool {
        guard case .service = error.kind else { return false }
        switch error.code {
        case "NoSuchBucket", "NotFound", "RequestTimeTooSkewed", "ExpiredToken", "InvalidBucketName": return false
        default: return [400, 401, 403, 501].contains(error.status)
        }
    }
}
