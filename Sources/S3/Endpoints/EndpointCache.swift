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

    /// What a key is put behind; one object, since it is handed out for every request.
    final class Answer: Sendable {
        let base: EndpointBase
        /// The path without a key.
        let path: String
        /// The path up to a key, with a slash at its end.
        let prefix: String
        /// The canonical resource without a key.
        let canonicalResource: String
        /// The canonical resource up to a key, with a slash at its end.
        let canonicalPrefix: String

        /// - Parameter canonicalPath: nil where the canonical resource is the path itself.
        init(base: EndpointBase, canonicalPath: String?) {
            self.base = base
            path = base.path.isEmpty ? "/" : base.path
            prefix = path.hasSuffix("/") ? path : path + "/"
            canonicalResource = canonicalPath ?? path
            canonicalPrefix = canonicalPath ?? prefix
        }
    }

    private struct Memory {
        /// The last one asked for, which is most often the next one, too.
        var last: (question: Question, answer: Answer)?
        var answers: [Question: Answer] = [:]
    }

    /// More buckets than one client usually speaks to; past it, all are forgotten.
    private static let limit = 256

    /// Guards nothing else.
    private let memory = Mutex(Memory())

    func answer(to question: Question) -> Answer? {
        memory.withLock { memory in
            if let last = memory.last, last.question == question { return last.answer }
            guard let answer = memory.answers[question] else { return nil }
            memory.last = (question, answer)
            return answer
        }
    }

    func remember(_ answer: Answer, for question: Question) {
        memory.withLock { memory in
            if memory.answers.count >= Self.limit { memory.answers.removeAll(keepingCapacity: true) }
            memory.answers[question] = answer
            memory.last = (question, answer)
        }
    }
}
