import Glibc

/// A folder of JSON files that the AWS CLI and the SDKs share (botocore's `JSONFileCache`).
struct TokenCache: Sendable {
    let directory: String

    /// The file of a key.
    func path(_ key: String) -> String { "\(directory)/\(key).json" }

    /// What the file of a key has in it; nil when there is none, or no JSON object in it.
    func read(_ key: String, provider: String) throws(CredentialError) -> [String: JSONValue]? {
        do throws(ConfigurationError) {
            guard let bytes = try SmallFile.read(path(key)), case .object(let object)? = JSONValue(bytes) else {
                return nil
            }
            return object
        } catch {
            throw CredentialError(provider: provider, message: error.message)
        }
    }

    /// rename(2): Replaces the file of a key in one step, readable by its owner only.
    func write(_ object: [String: JSONValue], _ key: String, provider: String) throws(CredentialError) {
        func failure(_ code: CInt) -> CredentialError {
            CredentialError(
                provider: provider,
                message: "\(path(key)) cannot be written: \(String(cString: strerror(code)))"
            )
        }
        makeDirectory()
        var template = Array("\(directory)/pail.XXXXXX".utf8CString)
        // mkstemp makes it 0600.
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw failure(errno) }
        // Programs that give credentials have no business with it.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let bytes = JSONValue.object(object).encoded
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            offset += count
        }
        let isWritten = offset == bytes.count && fsync(descriptor) == 0
        let code = errno
        close(descriptor)
        guard isWritten else {
            unlink(template)
            throw failure(code)
        }
        guard rename(template, path(key)) == 0 else {
            let code = errno
            unlink(template)
            throw failure(code)
        }
    }

    /// mkdir(2): Makes the folder and those above it; a failure shows when the file is made.
    private func makeDirectory() {
        var place = ""
        for part in directory.split(separator: "/") {
            place += "/" + part
            mkdir(place, 0o700)
        }
    }

    /// The key of a text in the folder of SSO.
    static func sha1(_ text: String) -> String { hexadecimal(digest(of: text, .sha1)) }

    /// The key of a text in the folder of `aws login`.
    static func sha256(_ text: String) -> String { hexadecimal(digest(of: text, .sha256)) }

    private static func digest(of text: String, _ algorithm: DigestAlgorithm) -> [UInt8] {
        Array(text.utf8).withUnsafeBytes { S3.digest($0, algorithm) }
    }
}
