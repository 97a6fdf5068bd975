/// An instant of the real-time clock: seconds since 1970 and nanoseconds within the second.
package struct Timestamp: Hashable, Sendable {
    package var seconds: Int64
    /// 0 ..< 1,000,000,000, also before 1970.
    package var nanoseconds: Int32

    package init(seconds: Int64, nanoseconds: Int32 = 0) {
        precondition((0..<1_000_000_000).contains(nanoseconds), "\(nanoseconds) nanoseconds are not within a second")
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }
}

extension Timestamp: Comparable {
    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}
