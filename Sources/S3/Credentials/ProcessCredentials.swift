/// The profile's `credential_process`: a program that prints credentials as JSON.
///
/// The command is split as botocore splits it (`ShellWords`), found by `PATH`, and run without a shell.
struct ProcessCredentials: CredentialProvider {
    let name = "custom-process"
    private let paths: SharedConfiguration.Paths
    private let profile: String
    private let environment: [String: String]
    private let timeout: Double

    /// - Parameter timeout: seconds after which the program is killed: a mount must not hang on a prompt nobody sees.
    init(
        paths: SharedConfiguration.Paths, profile: String, environment: [String: String], timeout: Double = 60
    ) {
        self.paths = paths
        self.profile = profile
        self.environment = environment
        self.timeout = timeout
    }

    func credentials() async throws(CredentialError) -> Credentials? {
        let shared = try SharedConfiguration.load(paths, for: name)
        guard let command = shared.profile(profile)?.text("credential_process"), !command.isEmpty else { return nil }
        guard let words = ShellWords.split(command), !words.isEmpty else {
            throw failure("a quote is not closed in the command")
        }
        let output: ChildProcess.Output
        do throws(ChildProcess.Failure) {
            output = try await ChildProcess.run(words, environment: environment, timeout: timeout)
        } catch {
            throw failure(error.message)
        }
        guard output.status == 0 else {
            let text = String(decoding: output.standardError.prefix(2_000), as: UTF8.self).trimmed
            throw failure("it ended with status \(output.status)" + (text.isEmpty ? "" : " and said: \(text)"))
        }
        return try credentials(in: output.standardOutput)
    }

    private func credentials(in bytes: [UInt8]) throws(CredentialError) -> Credentials {
        // The output itself is never part of a message: it has the secret in it.
        guard case .object(let object)? = JSONValue(bytes) else { throw failure("its output is not a JSON object") }
        guard object["Version"] == .number(1) else { throw failure("its output has no \"Version\": 1") }
        guard case .string(let accessKeyID)? = object["AccessKeyId"], !accessKeyID.isEmpty else {
            throw failure("its output has no AccessKeyId")
        }
        guard case .string(let secret)? = object["SecretAccessKey"], !secret.isEmpty else {
            throw failure("its output has no SecretAccessKey")
        }
        var credentials = Credentials(accessKeyID: accessKeyID, secretAccessKey: Secret(secret))
        if case .string(let token)? = object["SessionToken"], !token.isEmpty {
            credentials.sessionToken = Secret(token)
        }
        if case .string(let text)? = object["Expiration"] {
            guard let time = ISO8601.secondsSince1970(text) else {
                throw failure("its Expiration '\(text)' is not a time such as 2030-01-02T03:04:05Z")
            }
            credentials.expiration = time
        }
        return credentials
    }

    private func failure(_ reason: String) -> CredentialError {
        CredentialError(
            provider: name, message: "credential_process of the profile '\(profile)' gave no credentials: \(reason)"
        )
    }
}

extension ProcessCredentials: CustomReflectable {
    /// Without the environment, which has secrets in it.
    var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
