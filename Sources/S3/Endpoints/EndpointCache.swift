import Synchronization

/// Remembers where buckets live, so that a request costs no more than writing down its key.
final class EndpointCache: Sendable {
    /// What decides where a bucket lives.
    struct Question: Sendable, Hashable {
        let bucket: String?
        let region: String
        let traits: EndpointTraits
        let isPresigned: Bool
    }

    /// What a key is put behind.
    struct Answer: Sendable {
        let base: EndpointBase
        /// The path without a key.
        let path: String
        /// The path up to a key, with a slash at its end.
        let prefix: String
        /// The canonical resource without a key.
        let canonicalResource: String
        /// The canonical resource up to a key, with a slash at its end.
        let canonicalPrefix: String
    }

    /// More buckets than one client usually speaks to; past it, all are forgotten.
    private static let limit = 256

    /// Guards nothing else.
    private let answers = Mutex<[Question: Answer]>([:])

    func answer(to question: Question) -> Answer? {
        answers.withLock { $0[question] }
    }

    func remember(_ answer: Answer, for question: Question) {
        answers.withLock { answers in
            if answers.count >= Self.limit { answers.removeAll(keepingCapacity: true) }
            answers[question] = answer
        }
    }
}
