/// What the attempts of one call have used up.
struct RetryState: Sendable {
    /// Requests sent.
    private(set) var sent = 0
    /// Attempts that failed in a row, without progress between them.
    private(set) var failed = 0
    /// Whether the last attempt passed bytes on.
    private(set) var madeProgress = false
    /// What the last retry took from the quota.
    var lastCost = 0
    /// Whether an attempt ended without an answer, so that it may have taken effect unseen.
    private(set) var mayHaveHappened = false
    private var done: Set<RetryClass> = []

    /// Whether a remedy is tried for the first time.
    mutating func isFirst(_ remedy: RetryClass) -> Bool { done.insert(remedy).inserted }

    /// An attempt begins.
    mutating func begin() { sent += 1 }

    /// Another attempt failed in a way that time may heal.
    mutating func countFailure() { failed += 1 }

    /// Notes how an attempt ended.
    ///
    /// - Parameters:
    ///   - wasSent: a request may have gone out.
    ///   - madeProgress: the count of failures begins again; the quota still bounds a server that always breaks off.
    mutating func note(_ error: S3Error, wasSent: Bool, madeProgress: Bool) {
        self.madeProgress = madeProgress
        guard wasSent else { return sent -= 1 }
        if madeProgress { failed = 0 }
        if error.mayHaveHappened { mayHaveHappened = true }
        switch error.kind {
        case .transport(let transport):
            switch transport.code {
            case .resolve, .connect, .handshake, .certificate, .unsendable: break
            default: mayHaveHappened = true
            }
        case .service: if error.status >= 500 || error.status == 200 { mayHaveHappened = true }
        case .cancelled, .deadline: mayHaveHappened = true
        case .credentials, .malformedAnswer, .invalidInput, .local: break
        }
    }
}
