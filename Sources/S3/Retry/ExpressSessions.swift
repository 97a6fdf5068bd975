import Synchronization

/// The sessions that requests to directory buckets are signed by: one for each bucket and each set of credentials, kept
/// and renewed ahead of its end (botocore's identity cache).
final class ExpressSessions: Sendable {
    /// Seconds before the end from which one caller renews a session and nobody waits.
    static let advisory: Int64 = 45
    /// Seconds before the end from which callers wait.
    static let mandatory: Int64 = 10
    /// How many sessions are kept.
    static let capacity = 100

    private typealias Loading = SharedLoad<Result<Credentials, S3Error>>

    private struct Entry {
        var session: Credentials?
        /// What it was asked for with: other credentials need another session.
        var parent: Credentials
        var loading: Loading?
        var lastUse: UInt64
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var uses: UInt64 = 0
    }

    private enum Action {
        case use(Credentials)
        case wait(Loading, fallback: Credentials?)
    }

    /// Guards the sessions and the loads under way.
    ///
    /// Nothing is awaited while it is held.
    private let state = Mutex(State())

    /// The session of a bucket.
    ///
    /// - Parameters:
    ///   - parent: the credentials that may ask for it.
    ///   - now: seconds since 1970.
    ///   - deadline: when the caller waits no longer.
    ///   - operation: what the session is for.
    ///   - create: makes a session; called by one caller at a time for each bucket.
    /// - Throws: what `create` throws when there is no session that is still good; `.cancelled` or `.deadline` when the
    ///   caller waits no longer, in whose place the others go on.
    func session(
        of bucket: String, parent: Credentials, now: Int64, until deadline: Deadline? = nil,
        for operation: String = "CreateSession",
        create: @escaping @Sendable () async throws(S3Error) -> Credentials
    ) async throws(S3Error) -> Credentials {
        let action = state.withLock { state -> Action in
            state.uses += 1
            var entry =
                state.entries[bucket].flatMap { $0.parent == parent ? $0 : nil }
                ?? Entry(parent: parent, lastUse: 0)
            entry.lastUse = state.uses
            defer { keep(entry, bucket, &state) }
            let remaining = entry.session.map { ($0.expiration ?? .max) - now } ?? 0
            if let session = entry.session, remaining >= Self.mandatory {
                if remaining < Self.advisory, entry.loading == nil {
                    entry.loading = load(bucket, parent, create)
                }
                return .use(session)
            }
            let loading = entry.loading ?? load(bucket, parent, create)
            entry.loading = loading
            return .wait(loading, fallback: remaining > 0 ? entry.session : nil)
        }
        switch action {
        case .use(let session): return session
        case .wait(let loading, let fallback):
            switch await loading.value(until: deadline) {
            case .value(.success(let session)): return session
            case .value(.failure(let error)):
                guard let fallback else { throw error }
                return fallback
            case .cancelled: throw .cancelled(operation)
            case .deadline: throw .deadline(operation)
            }
        }
    }

    /// Forgets a session that the server no longer accepts.
    func forget(_ session: Credentials, of bucket: String) {
        state.withLock { state in
            if state.entries[bucket]?.session == session { state.entries[bucket]?.session = nil }
        }
    }

    private func load(
        _ bucket: String, _ parent: Credentials,
        _ create: @escaping @Sendable () async throws(S3Error) -> Credentials
    ) -> Loading {
        Loading {
            let result: Result<Credentials, S3Error>
            do throws(S3Error) {
                result = .success(try await create())
            } catch {
                result = .failure(error)
            }
            self.state.withLock { state in
                guard state.entries[bucket]?.parent == parent else { return }
                state.entries[bucket]?.loading = nil
                if case .success(let session) = result { state.entries[bucket]?.session = session }
            }
            return result
        }
    }

    private func keep(_ entry: Entry, _ bucket: String, _ state: inout State) {
        state.entries[bucket] = entry
        guard state.entries.count > Self.capacity,
            let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
        else { return }
        state.entries[oldest.key] = nil
    }
}

/// The answer to CreateSession.
final class SessionDocument: XMLElements {
    private var fields: [String: String] = [:]

    func begin(_ name: String, depth: Int) {}

    func end(_ name: String, depth: Int, text: [UInt8]) {
        if depth == 3 { fields[name] = String(decoding: text, as: UTF8.self) }
    }

    /// The session's credentials; nil when something is missing.
    static func read(_ body: [UInt8]) -> Credentials? {
        let document = SessionDocument()
        guard (try? XMLScanner.scan(body, into: document)) != nil,
            let key = document.fields["AccessKeyId"], let secret = document.fields["SecretAccessKey"],
            let token = document.fields["SessionToken"],
            let end = document.fields["Expiration"].flatMap({ Instant(iso8601: $0) })
        else { return nil }
        return Credentials(
            accessKeyID: key, secretAccessKey: Secret(secret), sessionToken: Secret(token), expiration: end.seconds)
    }
}
