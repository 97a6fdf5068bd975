import Synchronization

/// What a client's answers have taught it.
final class LearnedFacts: Sendable {
    private struct Facts {
        /// Seconds that the server's clock is ahead of ours.
        var clockSkew: Int64 = 0
        /// Regions of buckets that turned out elsewhere.
        var regions: [String: String] = [:]
        var server: ServerIdentity?
    }

    /// Guards the facts.
    ///
    /// Nothing is called while it is held.
    private let facts = Mutex(Facts())

    /// What answers say of the server; nil before the first.
    var server: ServerIdentity? { facts.withLock { $0.server } }

    /// Seconds that the server's clock is ahead of ours.
    var clockSkew: Int64 { facts.withLock { $0.clockSkew } }

    /// The clock's skew, and the region of a bucket; nil when no answer named one.
    func situation(of bucket: String?) -> (clockSkew: Int64, region: String?) {
        facts.withLock { facts in
            (facts.clockSkew, facts.regions.isEmpty ? nil : bucket.flatMap { facts.regions[$0] })
        }
    }

    func note(_ response: HTTPResponse) {
        facts.withLock { facts in
            if facts.server == nil { facts.server = ServerIdentity(response) }
        }
    }

    func setClock(ahead seconds: Int64) { facts.withLock { $0.clockSkew = seconds } }

    func move(_ bucket: String, to region: String) { facts.withLock { $0.regions[bucket] = region } }
}
