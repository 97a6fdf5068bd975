import Foundation

@testable import S3

/// One run of the session by both sides, each in buckets of its own.
struct InteropRun {
    let server: InteropServer
    let addressing: ClientConfiguration.AddressingStyle
    let signature: ClientConfiguration.SignatureVersion
    private let name = String((0..<10).map { _ in "abcdefghijklmnopqrstuvwxyz0123456789".randomElement() ?? "x" })

    init(
        _ server: InteropServer, _ addressing: ClientConfiguration.AddressingStyle,
        _ signature: ClientConfiguration.SignatureVersion
    ) {
        self.server = server
        self.addressing = addressing
        self.signature = signature
    }

    /// The buckets of a side: names of one length.
    private func buckets(_ side: String) -> [String: String] {
        ["main": "m", "versioned": "v", "missing": "x"].mapValues { "interop-\(side)-\($0)-\(name)" }
    }

    private var endpoint: String { (addressing == .virtual ? server.namedEndpoint : server.endpoint) ?? "" }
    private var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// The steps' names with what differs and has no reason to.
    func differences() async throws -> [String] {
        do {
            let found = try await compare()
            try await clean()
            return found
        } catch {
            try? await clean()
            throw error
        }
    }

    private func compare() async throws -> [String] {
        let steps = try Self.steps().filter { !$0["not"].text.contains(server.rawValue) }
        let (mine, boto) = (buckets("s"), buckets("b"))
        async let running = python(steps, buckets: boto)
        let tree = try InteropTree()
        let ours = try await run(steps, buckets: mine, tree: tree)
        let theirs = try await running
        var found: [String] = []
        var (ourForm, theirForm) = (InteropForm(buckets: mine), InteropForm(buckets: boto))
        for (step, results) in zip(steps, zip(ours, theirs)) {
            note(
                InteropDifference.all(ourForm.form(results.0), theirForm.form(results.1)), step["name"].text, &found)
        }

        // Each side looks at what both have made.
        let states = [false, true].map { versions in
            Parameters(
                .object([
                    "name": .string("state"), "do": .string("state"),
                    "bucket": .string(versions ? "versioned" : "main"),
                    "versions": .bool(versions),
                ]))
        }
        var looks: [[JSONValue]] = []
        for made in [mine, boto] {
            for results in [
                try await run(states, buckets: made, tree: tree), try await python(states, buckets: made),
            ] {
                var form = InteropForm(buckets: made)
                looks.append(results.map { form.form($0) })
            }
        }
        for (index, what) in ["boto3 looks at ours", "Swift looks at boto3's", "boto3 looks at its own"].enumerated() {
            for (mine, other) in zip(looks[0], looks[index + 1]) {
                note(InteropDifference.all(mine, other), "state: \(what)", &found)
            }
        }
        let count = Parameters(looks[0][0])["result"]["Objects"].items.count
        if count < 200 { found.append("state: only \(count) objects") }
        return found
    }

    private func note(_ differences: [InteropDifference], _ step: String, _ found: inout [String]) {
        for difference in differences
        where !InteropException.all.contains(where: { $0.covers(difference, step: step, in: self) }) {
            found.append("\(step): \(difference)")
        }
    }

    // MARK: Both sides

    private static func steps() throws -> [Parameters] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "steps.json")
        return Parameters(JSONValue([UInt8](try Data(contentsOf: url))) ?? .null).items
    }

    private func run(_ steps: [Parameters], buckets: [String: String], tree: InteropTree) async throws -> [JSONValue] {
        let session = try Session(
            accessKeyID: environment["AWS_ACCESS_KEY_ID"] ?? "",
            secretAccessKey: Secret(environment["AWS_SECRET_ACCESS_KEY"] ?? ""), environment: [:],
            homeDirectory: "/nowhere")
        let client = try session.client(
            Config(
                signatureVersion: signature, s3: Config.S3Options(addressingStyle: addressing),
                retries: Config.Retries(mode: .standard, totalMaxAttempts: 2)),
            region: "us-east-1", endpointURL: endpoint)
        defer { client.shutdown() }
        let interop = InteropSession(client: client, buckets: buckets, tree: tree)
        var results: [JSONValue] = []
        for step in steps { results.append(await interop.run(step)) }
        return results
    }

    private func python(_ steps: [Parameters], buckets: [String: String]) async throws -> [JSONValue] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "interop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let work = folder.appending(path: "work.json")
        let results = folder.appending(path: "results.json")
        let content: JSONValue = .object([
            "endpoint": .string(endpoint), "addressing": .string(addressing.rawValue),
            "signature": .string(signature.rawValue), "accessKey": .string(environment["AWS_ACCESS_KEY_ID"] ?? ""),
            "secretKey": .string(environment["AWS_SECRET_ACCESS_KEY"] ?? ""),
            // Both servers compare what is asked for with what is signed.
            "addsSlash": .bool(signature == .v2),
            "buckets": .object(buckets.mapValues { .string($0) }), "results": .string(results.path),
            "steps": .array(steps.map(\.value)),
        ])
        try Data(content.encoded).write(to: work)
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "session.py")
        let output = try await ChildProcess.run(
            [InteropServer.python ?? "python3", script.path, work.path], environment: environment, timeout: 1800)
        guard output.status == 0, let answers = JSONValue([UInt8](try Data(contentsOf: results))) else {
            throw InteropFailure("session.py: \(String(decoding: output.standardError, as: UTF8.self))")
        }
        return Parameters(answers).items.map(\.value)
    }

    /// Removes the buckets of both sides.
    private func clean() async throws {
        for side in ["s", "b"] {
            let steps = ["main", "versioned", "missing"].flatMap { bucket -> [Parameters] in
                let name = JSONValue.string(bucket)
                return [
                    Parameters(.object(["do": .string("empty"), "bucket": name])),
                    Parameters(
                        .object([
                            "do": .string("call"), "operation": .string("DeleteBucket"),
                            "with": .object(["Bucket": name]),
                        ])),
                ]
            }
            _ = try await python(steps, buckets: buckets(side))
        }
    }
}
