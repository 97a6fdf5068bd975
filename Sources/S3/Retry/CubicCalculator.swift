import Glibc

/// The rate at which requests may be sent, by CUBIC (botocore's `CubicCalculator`): after a failure it falls, comes back
/// to where it was, stays there for a while and then tries more.
///
/// Time is an argument, in seconds since any moment.
struct CubicCalculator: Sendable {
    static let scale = 0.4
    static let beta = 0.7

    /// The rate of the last failure.
    private(set) var maximum: Double
    /// After how many seconds that rate is reached again.
    private(set) var turn: Double
    private(set) var lastFailure: Double

    init(rate: Double, at time: Double) {
        maximum = rate
        lastFailure = time
        turn = Self.turn(rate)
    }

    /// The rate after a request that the server took.
    func succeeded(at time: Double) -> Double {
        let past = time - lastFailure - turn
        return Self.scale * past * past * past + maximum
    }

    /// The rate after one that the server refused.
    mutating func failed(at time: Double, rate: Double) -> Double {
        maximum = rate
        turn = Self.turn(rate)
        lastFailure = time
        return rate * Self.beta
    }

    private static func turn(_ rate: Double) -> Double { cbrt(rate * (1 - beta) / scale) }
}
