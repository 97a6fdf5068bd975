import Glibc

extension PlainThread {
    /// Waits, on a plain thread, for a condition; a minute is for a machine that is busy with everything else.
    ///
    /// - Throws: `WaitedInVain`, or what the condition throws.
    package static func waitUntil(_ what: String, _ condition: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try !condition() {
            guard ContinuousClock.now < deadline else { throw WaitedInVain(description: "waited in vain: \(what)") }
            usleep(1000)
        }
    }
}

/// A condition that did not come true.
package struct WaitedInVain: Error, CustomStringConvertible {
    package let description: String
}
