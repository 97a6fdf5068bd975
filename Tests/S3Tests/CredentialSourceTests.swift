import Foundation
import Synchronization
import Testing

@testable import S3

@Suite("Credential sources")
struct CredentialSourceTests {
    /// Gives what the test says, counts calls, and holds them until the test lets go.
    private final class Provider: CredentialProvider {
        let name = "test"
        let calls = Mutex(0)
        let answer = Mutex<Result<Credentials?, CredentialError>>(.success(nil))
        let gate = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((true, []))

        func credentials() async throws(CredentialError) -> Credentials? {
            calls.withLock { $0 += 1 }
            await withCheckedContinuation { continuation in
                let isOpen = gate.withLock { gate in
                    if !gate.isOpen { gate.waiting.append(continuation) }
                    return gate.isOpen
                }
                if isOpen { continuation.resume() }
            }
            return try answer.withLock { $0 }.get()
        }

        func give(_ id: String, until expiration: Int64? = nil) {
            answer.withLock {
                $0 = .success(Credentials(accessKeyID: id, secretAccessKey: "s", expiration: expiration))
            }
        }

        func fail() { answer.withLock { $0 = .failure(CredentialError(provider: name, message: "broken")) } }
        func close() { gate.withLock { $0.isOpen = false } }

        func open() {
            let waiting = gate.withLock { gate in
                gate.isOpen = true
                defer { gate.waiting = [] }
                return gate.waiting
            }
            waiting.forEach { $0.resume() }
        }

        var count: Int { calls.withLock { $0 } }
    }

    private final class Clock: Sendable {
        let seconds = Mutex<Int64>(1_000_000)
        func advance(_ count: Int64) { seconds.withLock { $0 += count } }
        var now: Int64 { seconds.withLock { $0 } }
    }

    private func source(_ provider: Provider, _ clock: Clock, watching: [String] = []) -> CredentialSource {
        CredentialSource(provider, watching: watching, advice: "no credentials", now: { clock.now })
    }

    /// Waits for a condition, ten seconds at most.
    private func until(_ what: String, _ condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while try await !condition() {
            try #require(ContinuousClock.now < deadline, "\(what) did not come about")
            await Task.yield()
        }
    }

    @Test("A hundred callers at once make one call")
    func singleFlight() async throws {
        let provider = Provider()
        let clock = Clock()
        provider.give("A", until: clock.now + 3_600)
        let source = source(provider, clock)
        provider.close()
        let ids = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<100 { group.addTask { try await source.current()?.accessKeyID } }
            try await until("the call") { provider.count == 1 }
            provider.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(ids == [String?](repeating: "A", count: 100))
        #expect(provider.count == 1)

        // The same when they have to be renewed.
        clock.advance(3_600 - 60)
        provider.give("B", until: clock.now + 3_600)
        provider.close()
        let renewed = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<100 { group.addTask { try await source.current()?.accessKeyID } }
            try await until("the second call") { provider.count == 2 }
            provider.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(renewed == [String?](repeating: "B", count: 100))
        #expect(provider.count == 2)

        // And when the server refused them: whoever comes late finds others.
        provider.give("C", until: clock.now + 3_600)
        let rejected = try #require(try await source.current())
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<100 { group.addTask { await source.refresh(rejected: rejected) } }
        }
        #expect(provider.count == 3)
        #expect(try await source.current()?.accessKeyID == "C")
    }

    @Test("Between 15 and 10 minutes before the end nobody waits for the refresh")
    func advisory() async throws {
        let provider = Provider()
        let clock = Clock()
        provider.give("A", until: clock.now + 3_600)
        let source = source(provider, clock)
        #expect(try await source.current()?.accessKeyID == "A")
        clock.advance(3_600 - CredentialSource.advisory - 1)
        #expect(try await source.current()?.accessKeyID == "A")
        #expect(provider.count == 1)
        clock.advance(2)
        provider.close()
        provider.give("B", until: clock.now + 3_600)
        for _ in 0..<10 { #expect(try await source.current()?.accessKeyID == "A") }
        try await until("the call") { provider.count == 2 }
        provider.open()
        try await until("the new credentials") { try await source.current()?.accessKeyID == "B" }
        #expect(provider.count == 2)
    }

    @Test("A refresh that fails keeps credentials that are still good, and is not tried by every caller")
    func failure() async throws {
        let provider = Provider()
        let clock = Clock()
        provider.give("A", until: clock.now + 3_600)
        let source = source(provider, clock)
        _ = try await source.current()
        provider.fail()
        clock.advance(3_600 - 300)
        for _ in 0..<10 { #expect(try await source.current()?.accessKeyID == "A") }
        #expect(provider.count == 2)
        clock.advance(60)
        #expect(try await source.current()?.accessKeyID == "A")
        #expect(provider.count == 3)
        // After their end there is nothing to fall back on.
        clock.advance(300)
        await #expect(throws: CredentialError.self) { try await source.current() }
        provider.give("B")
        #expect(try await source.current()?.accessKeyID == "B")
    }

    @Test("A caller that gives up goes at once, and does not take the refresh along", .timeLimit(.minutes(1)))
    func cancellation() async throws {
        let provider = Provider()
        let source = source(provider, Clock())
        provider.give("A")
        provider.close()
        let first = Task { try await source.current() }
        try await until("the call") { provider.count == 1 }
        let second = Task { try await source.current() }
        first.cancel()
        await #expect(throws: CredentialError.self) { try await first.value }
        let late = await #expect(throws: CredentialError.self) {
            try await withDeadline(.milliseconds(20)) { try await source.current() }
        }
        #expect(late?.message == "the time for it is over")
        provider.open()
        #expect(try await second.value?.accessKeyID == "A")
        #expect(try await source.current()?.accessKeyID == "A")
        #expect(provider.count == 1)
    }

    @Test("A file that changes is read again, a second later at most, and one that is gone changes nothing")
    func fileChange() async throws {
        let home = try SessionHome()
        let file = home.path + "/.aws/credentials"
        func keys(_ id: String) -> String { "[default]\naws_access_key_id=\(id)\naws_secret_access_key=s\n" }
        try home.write(keys("A"), to: ".aws/credentials")
        let clock = Clock()
        let paths = SharedConfiguration.Paths(environment: [:], homeDirectory: home.path)
        let source = CredentialSource(
            SharedFileCredentials(paths: paths, profile: "default"), watching: [file], advice: "no credentials",
            now: { clock.now }
        )
        #expect(try await source.current()?.accessKeyID == "A")
        try home.write(keys("LONGER"), to: ".aws/credentials")
        clock.advance(1)
        #expect(try await source.current()?.accessKeyID == "LONGER")
        try FileManager.default.removeItem(atPath: file)
        clock.advance(1)
        #expect(try await source.current()?.accessKeyID == "LONGER")
        try home.write("[default]\nbroken", to: ".aws/credentials")
        clock.advance(1)
        #expect(try await source.current()?.accessKeyID == "LONGER")
        try home.write(keys("C"), to: ".aws/credentials")
        clock.advance(1)
        #expect(try await source.current()?.accessKeyID == "C")
    }

    @Test("Without credentials anywhere the places are named")
    func nowhere() async throws {
        let home = try SessionHome()
        try home.write("[default]\n[profile other]\n", to: ".aws/config")
        let session = try Session(environment: ["AWS_EC2_METADATA_DISABLED": "true"], homeDirectory: home.path)
        let error = await #expect(throws: CredentialError.self) { try await session.credentials.current() }
        let message = try #require(error).message
        for part in [
            "AWS_ACCESS_KEY_ID", "\(home.path)/.aws/credentials", "\(home.path)/.aws/config", "--profile", "'other'",
            "--anonymous", "container",
        ] {
            #expect(message.contains(part), "\(message)")
        }
    }
}
