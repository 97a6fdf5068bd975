/// When a caller's patience ends.
struct Deadline: Sendable {
    /// The deadline of the calling task; nil when it has all the time.
    @TaskLocal static var current: Deadline?

    /// The moment, by the clock that it was set by.
    let time: Double
    let clock: any Timekeeper

    /// Seconds left, not below zero.
    var remaining: Double { max(0, time - clock.elapsed()) }

    /// The earlier of two.
    static func earlier(_ one: Deadline?, _ other: Deadline?) -> Deadline? {
        guard let one else { return other }
        guard let other else { return one }
        return one.remaining <= other.remaining ? one : other
    }
}

/// Bounds the time of every operation that `body` calls, its attempts, waits and transfers together.
///
/// An operation that is not done when the time is over throws `S3Error` of the kind `.deadline`, also while it waits for
/// credentials. An upload that ends so is still removed, which may take a minute more. Deadlines nest: the earliest
/// holds. boto3 has no equivalent.
///
/// - Throws: what `body` throws.
public func withDeadline<Success, Failure: Error>(
    _ limit: Duration, isolation: isolated (any Actor)? = #isolation,
    _ body: () async throws(Failure) -> Success
) async throws(Failure) -> Success {
    try await withDeadline(limit, clock: SystemTimekeeper(), body)
}

func withDeadline<Success, Failure: Error>(
    _ limit: Duration, clock: any Timekeeper, isolation: isolated (any Actor)? = #isolation,
    _ body: () async throws(Failure) -> Success
) async throws(Failure) -> Success {
    let seconds = Double(limit.components.seconds) + Double(limit.components.attoseconds) / 1e18
    let own = Deadline(time: clock.elapsed() + seconds, clock: clock)
    // withValue(_:operation:) does not pass typed errors on.
    let result = await Deadline.$current.withValue(Deadline.earlier(Deadline.current, own)) {
        do throws(Failure) {
            return Result<Success, Failure>.success(try await body())
        } catch {
            return .failure(error)
        }
    }
    return try result.get()
}
