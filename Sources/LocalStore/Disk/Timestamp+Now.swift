import CLinux
package import ObjectStore

extension Timestamp {
    /// Now, by the real-time clock.
    package static var now: Timestamp {
        let now = clinux_realtime()
        return Timestamp(seconds: now / 1_000_000_000, nanoseconds: Int32(now % 1_000_000_000))
    }
}
