import Glibc
import Synchronization

/// The credentials of a client at any moment: kept, refreshed ahead of their end, and read again when their file changes.
///
/// However many callers there are, at most one call to the provider is under way.
public final class CredentialSource: Sendable {
    typealias Answer = Result<Credentials?, CredentialError>
    private typealias Load = SharedLoad<Answer>

    /// What to do about a call, decided under the lock and done outside.
    private enum Action {
        case answer(Credentials?)
        case wait(Load, fallback: Credentials?)
    }

    private struct State {
        var credentials: Credentials?
        var loading: Load?
        /// The files as they were before the last load, and when they were last looked at.
        var stamps: [SmallFile.Stamp] = []
        var lookedAt: Int64?
        /// When the next attempt ahead of time may be, after one that failed.
        var nextAttempt: Int64 = 0
    }

    /// Seconds before the end from which a refresh is tried and nobody waits (botocore's advisory timeout).
    static let advisory: Int64 = 15 * 60
    /// Seconds before the end from which callers wait for the refresh (botocore's mandatory timeout).
    static let mandatory: Int64 = 10 * 60
    /// Seconds between attempts ahead of time that fail.
    private static let pause: Int64 = 30

    private let provider: (any CredentialProvider)?
    private let files: [String]
    private let advice: String
    private let now: @Sendable () -> Int64
    /// Guards the credentials and the one load under way.
    ///
    /// Never held while loading; no other lock is taken inside.
    private let state = Mutex(State())

    /// Keeps the credentials of one provider.
    ///
    /// - Parameter provider: asked at the first use, and again before the credentials end.
    public convenience init(_ provider: any CredentialProvider) {
        self.init(provider, watching: [], advice: "no credentials: '\(provider.name)' has none")
    }

    /// - Parameters:
    ///   - provider: nil to be anonymous.
    ///   - files: a change of one of them makes the provider be asked again.
    ///   - advice: the message when there are no credentials.
    ///   - now: seconds since 1970.
    init(
        _ provider: (any CredentialProvider)?, watching files: [String], advice: String,
        now: @escaping @Sendable () -> Int64 = { Int64(time(nil)) }
    ) {
        self.provider = provider
        self.files = files
        self.advice = advice
        self.now = now
    }

    /// A source that never has credentials, for requests that are not signed.
    public static var anonymous: CredentialSource { CredentialSource(nil, watching: [], advice: "") }

    /// The credentials to sign with now; nil to not sign.
    ///
    /// Waits for the provider no longer than a `withDeadline` around it and the calling task want to; the provider goes
    /// on for those who come after.
    ///
    /// - Throws: `CredentialError` when there are none, a refresh that could not wait any longer failed, or the wait for
    ///   the provider was given up.
    public func current() async throws(CredentialError) -> Credentials? {
        let name = provider?.name ?? ""
        switch await answer(until: Deadline.current) {
        case .value(let answer): return try answer.get()
        case .cancelled: throw CredentialError(provider: name, message: "the task was cancelled")
        case .deadline: throw CredentialError(provider: name, message: "the time for it is over")
        }
    }

    /// The credentials to sign with now, or why there are none.
    func answer(until deadline: Deadline?) async -> SharedLoad<Answer>.Outcome {
        guard let provider else { return .value(.success(nil)) }
        let now = now()
        let stamps = changedStamps(now)
        let action = state.withLock { state -> Action in
            let kept = state.credentials
            let remaining = kept?.expiration.map { $0 - now } ?? .max
            if let kept, stamps == nil, state.loading == nil || remaining >= Self.mandatory {
                // Ahead of time one caller starts the refresh, and nobody waits for it.
                if remaining < Self.advisory, state.loading == nil, now >= state.nextAttempt || remaining <= 0 {
                    let load = load(provider, &state, stamps)
                    if remaining < Self.mandatory { return .wait(load, fallback: remaining > 0 ? kept : nil) }
                }
                return .answer(kept)
            }
            return .wait(state.loading ?? load(provider, &state, stamps), fallback: remaining > 0 ? kept : nil)
        }
        switch action {
        case .answer(let credentials): return .value(.success(credentials))
        case .wait(let load, let fallback):
            let outcome = await load.value(until: deadline)
            guard case .value(let answer) = outcome else { return outcome }
            if case .success(_?) = answer { return outcome }
            // A file that is being written may have nothing in it for a moment, and credentials that are still good are
            // better than none.
            if let fallback { return .value(.success(fallback)) }
            guard case .success = answer else { return outcome }
            return .value(.failure(CredentialError(provider: provider.name, message: advice)))
        }
    }

    /// Asks the provider again: for credentials that the server no longer accepts.
    ///
    /// Never fails: what went wrong shows at the next `current()`, or the old credentials stay. Waits as `current()` does.
    ///
    /// - Parameter rejected: what the server did not accept; if others came meanwhile, nothing is done.
    public func refresh(rejected: Credentials? = nil) async {
        await refresh(rejected: rejected, until: Deadline.current)
    }

    /// Asks the provider again, and waits for it no longer than until a deadline.
    func refresh(rejected: Credentials?, until deadline: Deadline?) async {
        guard let provider else { return }
        let load = state.withLock { state -> Load? in
            if let rejected, let kept = state.credentials, kept != rejected { return nil }
            return state.loading ?? self.load(provider, &state, files.isEmpty ? nil : files.map { SmallFile.stamp($0) })
        }
        _ = await load?.value(until: deadline)
    }

    /// Starts the one load.
    private func load(
        _ provider: any CredentialProvider, _ state: inout State, _ stamps: [SmallFile.Stamp]?
    ) -> Load {
        if let stamps { state.stamps = stamps }
        let load = Load {
            let result: Answer
            do throws(CredentialError) {
                result = .success(try await provider.credentials())
            } catch {
                result = .failure(error)
            }
            self.finish(result)
            return result
        }
        state.loading = load
        return load
    }

    private func finish(_ result: Answer) {
        let now = now()
        state.withLock { state in
            state.loading = nil
            if case .success(let credentials?) = result {
                state.credentials = credentials
                // A provider that gives credentials near their end is not asked by every request.
                let remaining = credentials.expiration.map { $0 - now } ?? .max
                state.nextAttempt = remaining < Self.advisory ? now + Self.pause : 0
            } else {
                state.nextAttempt = now + Self.pause
            }
        }
    }

    /// The stamps of the files if they are not what they were; looked at once a second at most.
    private func changedStamps(_ now: Int64) -> [SmallFile.Stamp]? {
        guard !files.isEmpty else { return nil }
        let due = state.withLock { state in
            guard state.lookedAt != now || state.credentials == nil else { return false }
            state.lookedAt = now
            return true
        }
        guard due else { return nil }
        let stamps = files.map { SmallFile.stamp($0) }
        return state.withLock { $0.stamps != stamps } ? stamps : nil
    }
}
