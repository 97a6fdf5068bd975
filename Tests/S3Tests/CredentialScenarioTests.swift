import Foundation
import Testing

@testable import S3

@Suite("The credential chain")
struct CredentialScenarioTests {
    private struct Content: Decodable {
        var key: String
        var answers: [CredentialWorld.Answer]
        var scenarios: [CredentialWorld]
        var worlds: [CredentialWorld]
    }

    /// Read once for all tests.
    private static let content = Result { try Vectors.load("credentials", as: Content.self) }

    @Test("botocore's provider answers, with the same requests and the same files left behind")
    func matchesBotocore() async throws {
        let content = try Self.content.get()
        #expect(content.scenarios.count >= 140)
        for world in content.scenarios { try await check(world, content) }
    }

    @Test("The same in worlds by chance")
    func matchesBotocoreByChance() async throws {
        let content = try Self.content.get()
        #expect(content.worlds.count >= 300)
        for world in content.worlds { try await check(world, content) }
    }

    private func check(_ world: CredentialWorld, _ content: Content) async throws {
        let home = try SessionHome()
        try home.write(world.config.map { CredentialWorld.place($0, home: home.path) }, to: ".aws/config")
        try home.write(world.credentials.map { CredentialWorld.place($0, home: home.path) }, to: ".aws/credentials")
        for (path, text) in world.files {
            let folder = URL(filePath: home.path + "/" + path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try home.write(CredentialWorld.place(text, home: home.path, key: content.key), to: path)
        }
        let before = documents(home)
        var environment = world.environment.mapValues { CredentialWorld.place($0, home: home.path) }
        environment["HOME"] = home.path
        environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
        let http = ScriptedCredentialHTTP(world.answers.map { content.answers[$0] }, home: home.path)
        let expected = world.expected
        let name = Comment(rawValue: world.name)
        do {
            let found = try await answer(world, environment, home, http)
            #expect(
                expected.error == nil,
                "\(world.name): botocore says \(expected.error ?? ""), here \(found?.provider ?? "nothing")")
            #expect(found?.provider == expected.provider, name)
            #expect(found.map { Self.fields($0.credentials) } == expected.credentials, name)
            let end = found?.credentials.expiration
            if let near = expected.endsIn {
                #expect(
                    end.map { abs($0 - CredentialWorld.now - near) <= 30 } == true,
                    "\(world.name): \(String(describing: end))")
            } else {
                #expect(end == expected.ends, name)
            }
        } catch {
            #expect(expected.error != nil, "\(world.name): \(error)")
            #expect(error is ConfigurationError || error is CredentialError, name)
            for part in ["secret\"", "envsecret", "confonesecret", "defaultsecret", "CACHED", "REFRESH", "WEBTOKEN"] {
                #expect(!"\(error)".contains(part), "\(error)")
            }
        }
        if let requests = expected.requests {
            #expect(http.requests == requests, name)
        }
        var written: [String: JSON] = [:]
        for (path, text) in documents(home) where before[path] != text {
            written[path] = JSONValue(Array(text)).map { JSON(Self.relative($0)) }
            let attributes = try FileManager.default.attributesOfItem(atPath: home.path + "/" + path)
            #expect(attributes[.posixPermissions] as? Int == 0o600, name)
        }
        #expect(written == expected.written ?? [:], name)
    }

    /// What the chain gives, made as a session makes it.
    private func answer(
        _ world: CredentialWorld, _ environment: [String: String], _ home: SessionHome, _ http: any CredentialHTTP
    ) async throws -> (provider: String, credentials: Credentials)? {
        let paths = SharedConfiguration.Paths(environment: environment, homeDirectory: home.path)
        let shared = try SharedConfiguration(paths)
        let named = world.profile ?? environment.text("AWS_DEFAULT_PROFILE") ?? environment.text("AWS_PROFILE")
        let profile = named ?? "default"
        guard let settings = shared.profile(profile) ?? (named == nil ? INIFile.Section(name: profile) : nil) else {
            throw ConfigurationError("there is no profile '\(profile)'")
        }
        let resolver = SettingResolver(
            environment: environment, profile: settings, shared: shared, homeDirectory: home.path
        )
        let context = CredentialContext(
            profile: profile, isProfileExplicit: world.profile != nil, environment: environment,
            homeDirectory: home.path, paths: paths, region: resolver.region, http: http, clock: FrozenClock()
        )
        return try await CredentialChain.providers(context).answer()
    }

    private static func fields(_ credentials: Credentials) -> [String?] {
        [credentials.accessKeyID, credentials.secretAccessKey.value, credentials.sessionToken?.value]
    }

    /// The JSON files below a home directory.
    private func documents(_ home: SessionHome) -> [String: Data] {
        var found: [String: Data] = [:]
        for case let path as String in FileManager.default.enumerator(atPath: home.path) ?? .init()
        where path.hasSuffix(".json") {
            found[path] = FileManager.default.contents(atPath: home.path + "/" + path)
        }
        return found
    }

    /// Times near now as a distance in tens of seconds, as the generator has them.
    private static func relative(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members): return .object(members.mapValues { relative($0) })
        case .string(let text):
            guard text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil,
                let seconds = ISO8601.secondsSince1970(text), seconds <= 4_000_000_000
            else { return value }
            let distance = Int64((Double(seconds - CredentialWorld.now) / 10).rounded()) * 10
            return .string("now\(distance < 0 ? "" : "+")\(distance)")
        default: return value
        }
    }
}
