import Synchronization

/// How many transfers the loops of a client were handed and have not finished, together.
final class CurlTraffic: Sendable {
    let count = Atomic<Int>(0)
}
