import Glibc

/// The endpoint that ECS and EKS Pod Identity put beside a container.
struct ContainerCredentials: CredentialProvider {
    let name = "container-role"
    private let context: CredentialContext

    /// Attempts, and seconds between them, as in botocore.
    private static let attempts = 3
    private static let pause = 1.0
    /// Hosts that plain HTTP may go to, beside loopback: the addresses that ECS and EKS use.
    private static let hosts: Set<String> = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23", "localhost"]

    init(_ context: CredentialContext) {
        self.context = context
    }

    func credentials() async throws(CredentialError) -> Credentials? {
        let environment = context.environment
        let text: String
        if let relative = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] {
            text = "http://169.254.170.2" + relative
        } else if let full = environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] {
            text = full
        } else {
            return nil
        }
        let url: ServiceURL
        do throws(ConfigurationError) {
            url = try ServiceURL(text)
        } catch {
            throw failure(error.message)
        }
        guard url.endpoint.scheme == "https" || Self.isLocal(url.hostName) else {
            throw failure(
                "'\(url.hostName)' in AWS_CONTAINER_CREDENTIALS_FULL_URI is not asked over plain HTTP: "
                    + "use https, a loopback address, or one of \(Self.hosts.sorted().joined(separator: ", "))"
            )
        }
        var request = HTTPRequest(method: "GET", endpoint: url.endpoint)
        request.headers = [("accept", "application/json")]
        if let token = try authorization() { request.headers.append(("authorization", token.value)) }
        return try credentials(in: await object(request))
    }

    /// The token that the endpoint wants to see; read at each call, since it is replaced.
    private func authorization() throws(CredentialError) -> Secret? {
        let token: Secret
        if let file = context.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] {
            token = try SecretFile.read(file, provider: name)
        } else if let text = context.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] {
            token = Secret(text)
        } else {
            return nil
        }
        guard !token.value.utf8.contains(where: { $0 == 10 || $0 == 13 }) else {
            throw failure("the authorization token has a line break in it, which no header field can have")
        }
        return token
    }

    private func object(_ request: HTTPRequest) async throws(CredentialError) -> [String: JSONValue] {
        let host = request.endpoint.authority
        for attempt in 1... {
            let reason: String
            do throws(TransportError) {
                let response = try await context.http.send(request, body: nil, patience: .container)
                if response.status == 200 {
                    if case .object(let object)? = JSONValue(response.body) { return object }
                    reason = "\(host) answered with something that is not a JSON object"
                } else {
                    reason = "\(host) answered with status \(response.status)"
                }
            } catch {
                reason = "\(host) gave no answer: \(error.message)"
            }
            guard attempt < Self.attempts, !Task.isCancelled else { throw failure(reason) }
            await context.clock.sleep(seconds: Self.pause)
        }
        preconditionFailure("unreachable: the loop ends by its last attempt")
    }

    private func credentials(in object: [String: JSONValue]) throws(CredentialError) -> Credentials {
        func member(_ key: String) throws(CredentialError) -> String {
            guard let text = object[key]?.text else { throw failure("its answer has no \(key)") }
            return text
        }
        let end = try member("Expiration")
        guard let expiration = ISO8601.secondsSince1970(end) else {
            throw failure("its Expiration '\(end.prefix(100))' is not a time")
        }
        return Credentials(
            accessKeyID: try member("AccessKeyId"), secretAccessKey: Secret(try member("SecretAccessKey")),
            sessionToken: Secret(try member("Token")), expiration: expiration
        )
    }

    /// inet_pton(3): Whether plain HTTP may go to a host.
    private static func isLocal(_ host: String) -> Bool {
        if hosts.contains(host) { return true }
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 }
        var six = in6_addr()
        guard inet_pton(AF_INET6, host, &six) == 1 else { return false }
        return withUnsafeBytes(of: six) { Array($0) == [UInt8](repeating: 0, count: 15) + [1] }
    }

    private func failure(_ reason: String) -> CredentialError {
        CredentialError(provider: name, message: "the container's endpoint gave no credentials: \(reason)")
    }
}
