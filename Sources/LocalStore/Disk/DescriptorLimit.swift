import Glibc

/// How many descriptors this process may have, and how many of them files of the local disk may take.
///
/// open(2) gives the lowest number that is free: that of a new descriptor says how many there are at least, so that
/// nobody counts them.
package struct DescriptorLimit: Hashable, Sendable {
    /// RLIMIT_NOFILE.
    package let count: Int

    package init(_ count: Int) { self.count = count }

    /// getrlimit(2): What the process may have now.
    package static var current: DescriptorLimit {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return DescriptorLimit(1024) }
        return DescriptorLimit(Int(clamping: limit.rlim_cur))
    }

    /// With fewer a mount cannot be served.
    package static let least = 128

    /// What is left to connections, to the session with the kernel, the index and the system's libraries: one of these
    /// (libdispatch) ends the process when it gets none.
    private var reserve: Int { min(192, max(64, count / 4)) }

    /// The most connections to the server at once: a third of the reserve.
    package var connections: Int { reserve / 3 }

    /// Whether there is none left for a file that is written to, of which this is a new descriptor.
    func refusesWriting(_ descriptor: CInt) -> Bool { Int(descriptor) >= count - reserve }

    /// Whether there is none left for a file that can be read without: half of them is for those that are written to.
    func refusesReading(_ descriptor: CInt) -> Bool { Int(descriptor) >= (count - reserve) / 2 }
}
