import Glibc
import S3
import Synchronization

/// What an example finds: a server, a client that talks to it, a bucket, an empty folder and no settings of the machine.
final class ExampleWorld: Sendable {
    let server: ExampleServer
    let client: S3Client
    let bucketName = "photos"
    /// A home directory of its own, with `.aws` in it.
    let home: String
    /// Guards what the example printed.
    private let lines = Mutex<[String]>([])

    init() throws {
        server = try ExampleServer()
        var template = Array("\(ExampleWorld.temporaryFolder)/pail-example-XXXXXX".utf8CString)
        home = template.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress, let made = mkdtemp(base) else { return "" }
            return String(cString: made)
        }
        precondition(!home.isEmpty, "mkdtemp: \(errno)")
        mkdir(home + "/.aws", 0o700)
        let session = try Session(
            accessKeyID: "AKIAEXAMPLE", secretAccessKey: "secret", region: "us-east-1", environment: [:],
            homeDirectory: home)
        client = try session.client(endpointURL: server.url)
    }

    deinit {
        server.stop()
        for name in (try? names(in: home)) ?? [] { unlink(home + "/" + name) }
        for folder in [".aws/sso/cache", ".aws/login/cache", ".aws"] {
            for name in (try? names(in: "\(home)/\(folder)")) ?? [] { unlink("\(home)/\(folder)/\(name)") }
        }
        for folder in [".aws/sso/cache", ".aws/sso", ".aws/login/cache", ".aws/login", ".aws", ""] {
            rmdir("\(home)/\(folder)")
        }
    }

    /// The world with its bucket made.
    static func withBucket() async throws -> ExampleWorld {
        let world = try ExampleWorld()
        _ = try await world.client.createBucket(CreateBucketInput(bucket: world.bucketName))
        return world
    }

    /// The environment of a machine on which only the server is to be found.
    var environment: [String: String] {
        [
            "HOME": home, "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": server.url, "BOTO_CONFIG": home + "/none",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url + "/", "PATH": "/usr/bin:/bin",
        ]
    }

    /// What the example printed, line by line.
    var printed: [String] { lines.withLock { $0 } }

    func note(_ line: String) { lines.withLock { $0.append(line) } }

    func put(_ key: Key, _ text: String) async throws {
        _ = try await client.putObject(
            PutObjectInput(bucket: bucketName, key: key, body: BytesBody(Array(text.utf8))))
    }

    func bytes(_ key: Key) async throws -> [UInt8] {
        try await client.getObject(GetObjectInput(bucket: bucketName, key: key)).body.collect()
    }

    func text(_ key: Key) async throws -> String { String(decoding: try await bytes(key), as: UTF8.self) }

    /// Bytes of a pattern.
    static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count {
                let mixed: Int = (index >> 12) ^ index
                buffer[index] = UInt8(truncatingIfNeeded: mixed)
            }
            initialized = count
        }
    }

    /// Writes a file in the home directory; folders on the way are made.
    ///
    /// - Returns: its path.
    @discardableResult
    func write(_ bytes: some Collection<UInt8>, to name: String) throws -> String {
        var folder = home
        for part in name.split(separator: "/").dropLast() {
            folder += "/" + part
            mkdir(folder, 0o700)
        }
        let path = home + "/" + name
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard file >= 0 else { throw ExampleFileError(path: path) }
        defer { close(file) }
        let bytes = Array(bytes)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                Glibc.write(file, all.baseAddress.map { $0 + done }, all.count - done)
            }
            guard count > 0 else { throw ExampleFileError(path: path) }
            done += count
        }
        return path
    }

    func read(_ path: String) throws -> [UInt8] { try ExampleFiles.read(path) }

    private func names(in folder: String) throws -> [String] {
        try ExampleFiles.names(in: folder).filter { $0 != ".aws" && $0 != "sso" && $0 != "login" }
    }

    private static var temporaryFolder: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }
}

/// A file that an example cannot do without.
struct ExampleFileError: Error {
    let path: String
}

/// The few calls on files that the examples need.
enum ExampleFiles {
    static func read(_ path: String) throws -> [UInt8] {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { throw ExampleFileError(path: path) }
        defer { close(file) }
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(file, &piece, piece.count)
            guard count >= 0 else { throw ExampleFileError(path: path) }
            if count == 0 { return all }
            all += piece[..<count]
        }
    }

    static func text(_ path: String) throws -> String { String(decoding: try read(path), as: UTF8.self) }

    /// The names in a folder but the two of dots, sorted.
    static func names(in folder: String) throws -> [String] {
        guard let directory = opendir(folder) else { throw ExampleFileError(path: folder) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// All files below a folder.
    static func all(in folder: String) throws -> [String] {
        try names(in: folder).flatMap { name in
            let path = folder + "/" + name
            var status = stat()
            stat(path, &status)
            return status.st_mode & S_IFMT == S_IFDIR ? try all(in: path) : [path]
        }
    }
}

/// A suite whose examples print into the world instead of the log.
protocol ExampleSuite {
    var world: ExampleWorld { get }
}

extension ExampleSuite {
    var client: S3Client { world.client }

    func print(_ values: Any...) { world.note(values.map { "\($0)" }.joined(separator: " ")) }
}
