import Testing

@testable import S3

/// What botocore's own retry classes decided; made by `Vectors/make_retries.py`.
private struct RetryVectors: Decodable {
    struct Classified: Decodable, Sendable {
        let code: String
        let status: Int
        let standard: Bool
        let throttling: Bool
        let legacy: Bool
    }

    struct Broken: Decodable, Sendable {
        let failure: String
        let standard: Bool
        let cost: Int
    }

    struct Delay: Decodable, Sendable {
        let attempt: Int
        let jitter: Double
        let standard: Double
        let legacy: Double
    }

    struct Wished: Decodable, Sendable {
        let attempt: Int
        let header: String?
        let delay: Double
    }

    struct Drawn: Decodable, Sendable {
        let take: Bool
        let amount: Int
        let taken: Bool?
        let left: Int
    }

    struct BucketRun: Decodable, Sendable {
        struct Step: Decodable, Sendable {
            let time: Double
            let rate: Double
            let capacity: Double
            let available: Double
            let set: Bool
            let wait: Double
        }
        let rate: Double
        let steps: [Step]
    }

    struct CubicRun: Decodable, Sendable {
        struct Step: Decodable, Sendable {
            let time: Double
            let failed: Bool
            let current: Double
            let rate: Double
        }
        let rate: Double
        let start: Double
        let steps: [Step]
    }

    struct ClockerRun: Decodable, Sendable {
        struct Step: Decodable, Sendable {
            let time: Double
            let rate: Double
        }
        let start: Double
        let steps: [Step]
    }

    struct LimiterRun: Decodable, Sendable {
        struct Step: Decodable, Sendable {
            let sent: Double
            let wait: Double
            let answered: Double
            let throttled: Bool
            let rate: Double
            let available: Double
            let enabled: Bool
        }
        let start: Double
        let steps: [Step]
    }

    let classification: [Classified]
    let transport: [Broken]
    let backoffs: [Delay]
    let wishes: [Wished]
    let quota: [Drawn]
    let buckets: [BucketRun]
    let cubics: [CubicRun]
    let clockers: [ClockerRun]
    let limiters: [LimiterRun]
}

@Suite("Retries, beside botocore's") struct RetryVectorTests {
    private let vectors: RetryVectors

    init() throws { vectors = try Vectors.load("retries", as: RetryVectors.self) }

    private static func isNear(_ one: Double, _ other: Double) -> Bool {
        abs(one - other) <= 1e-9 * max(1, abs(one), abs(other))
    }

    private static func error(_ code: String, _ status: Int) -> S3Error {
        S3Error(
            .service, code: code, message: "", operation: "PutObject", status: status,
            retryClass: RetryClass(code: code, status: status))
    }

    @Test("Everything that botocore repeats is repeated, and what is beyond that is known")
    func classification() {
        // Answers that say themselves that another attempt may succeed, and those that are cured otherwise.
        let beyond: Set<String> = [
            "BadDigest", "ConditionalRequestConflict", "IncompleteBody", "OperationAborted", "InternalError",
            "ServiceUnavailable", "AuthorizationHeaderMalformed", "ExpiredToken", "RequestTimeTooSkewed",
        ]
        for vector in vectors.classification {
            let retryClass = RetryClass(code: vector.code, status: vector.status)
            let isRepeated = retryClass != .never
            if vector.standard {
                #expect(isRepeated, "\(vector.code) \(vector.status)")
            } else if isRepeated {
                #expect(beyond.contains(vector.code) || vector.status == 429, "\(vector.code) \(vector.status)")
            }
            if vector.status != 429 {
                #expect((retryClass == .throttling) == vector.throttling, "\(vector.code) \(vector.status)")
            }
        }
        #expect(vectors.classification.count > 300)
    }

    @Test("The legacy mode repeats exactly what botocore's does")
    func legacy() {
        var configuration = ClientConfiguration()
        configuration.retryMode = .legacy
        let rules = RetryRules(configuration)
        let otherwise: Set<RetryClass> = [.credentials, .clockSkew, .redirect]
        for vector in vectors.classification {
            let error = Self.error(vector.code, vector.status)
            if otherwise.contains(error.retryClass) { continue }
            #expect((rules.retryClass(error) == .transient) == vector.legacy, "\(vector.code) \(vector.status)")
        }
    }

    @Test("Exchanges without an answer are repeated and paid for as botocore does")
    func transport() throws {
        for vector in vectors.transport {
            let code = try #require(TransportError.Code(rawValue: vector.failure))
            let error = S3Error(TransportError(code, ""), operation: "PutObject")
            #expect((error.retryClass == .transient) == vector.standard)
            let quota = RetryQuota()
            let settlement = Settlement(rules: RetryRules(ClientConfiguration()), quota: quota)
            var state = RetryState()
            _ = settlement.remedy(
                for: AttemptFailure(error), of: OperationCall("PutObject", "PUT"), state: &state, now: 0, jitter: 0)
            #expect(RetryQuota.capacity - quota.available == vector.cost)
        }
    }

    @Test("The backoff is botocore's, in each mode")
    func backoff() {
        for vector in vectors.backoffs {
            #expect(Self.isNear(Backoff.delay(after: vector.attempt, jitter: vector.jitter), vector.standard))
            let legacy = Backoff.delay(after: vector.attempt, jitter: vector.jitter, isCapped: false)
            #expect(Self.isNear(legacy, vector.legacy))
        }
    }

    @Test("x-amz-retry-after is honoured as botocore's next rules do")
    func wishes() {
        for vector in vectors.wishes {
            var headers: [(name: String, value: String)] = []
            if let header = vector.header { headers.append(("x-amz-retry-after", header)) }
            let wish = Backoff.Wish(HTTPResponse(status: 503, headers: headers), now: 0)
            let delay = Backoff.delay(after: vector.attempt, jitter: 0.5, wish: wish)
            #expect(Self.isNear(delay, vector.delay), "\(vector)")
        }
    }

    @Test("The quota is botocore's over hundreds of retries")
    func quota() {
        let quota = RetryQuota()
        for vector in vectors.quota {
            if vector.take {
                #expect(quota.take(vector.amount) == vector.taken)
            } else {
                quota.giveBack(vector.amount)
            }
            #expect(quota.available == vector.left)
        }
    }

    @Test("The token bucket is botocore's")
    func buckets() {
        for run in vectors.buckets {
            var bucket = TokenBucket(rate: run.rate, at: 0)
            for step in run.steps {
                if step.set {
                    bucket.setRate(step.capacity > 1 || step.rate >= 1 ? step.capacity : step.rate, at: step.time)
                } else {
                    #expect(Self.isNear(bucket.take(at: step.time), step.wait))
                }
                #expect(Self.isNear(bucket.available, step.available))
                #expect(Self.isNear(bucket.rate, step.rate) && Self.isNear(bucket.capacity, step.capacity))
            }
        }
    }

    @Test("The cubic rate is botocore's")
    func cubics() {
        for run in vectors.cubics {
            var calculator = CubicCalculator(rate: run.rate, at: run.start)
            for step in run.steps {
                let rate =
                    step.failed
                    ? calculator.failed(at: step.time, rate: step.current) : calculator.succeeded(at: step.time)
                #expect(Self.isNear(rate, step.rate))
            }
        }
    }

    @Test("The measured rate is botocore's")
    func clockers() {
        for run in vectors.clockers {
            var clocker = RateClocker(at: run.start)
            for step in run.steps { #expect(Self.isNear(clocker.record(at: step.time), step.rate)) }
        }
    }

    @Test("The adaptive mode's limiter is botocore's, from nothing over throttling to recovery")
    func limiters() {
        var count = 0
        for run in vectors.limiters {
            var limiter = RateLimiter(at: run.start)
            for step in run.steps {
                #expect(Self.isNear(limiter.admit(at: step.sent), step.wait))
                limiter.note(isThrottled: step.throttled, at: step.answered)
                #expect(limiter.isEnabled == step.enabled)
                #expect(Self.isNear(limiter.bucket.rate, step.rate))
                #expect(Self.isNear(limiter.bucket.available, step.available))
                count += 1
            }
        }
        #expect(count == 750)
    }
}
