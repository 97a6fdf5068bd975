import Glibc

/// What the environment says of the generated tests.
package enum TestSettings {
    private static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// `PAIL_SEEDS`: a count (`10`: seeds 1 to 10) or a list (`7,1234`).
    package static var seeds: [UInt64] {
        let text = value("PAIL_SEEDS") ?? "10"
        if text.contains(",") { return text.split(separator: ",").compactMap { UInt64($0) } }
        return Array(1...max(1, UInt64(text) ?? 10))
    }

    /// `PAIL_STEPS`: how many operations a seed makes; 1,000 unless told.
    package static var steps: Int { value("PAIL_STEPS").flatMap { Int($0) } ?? 1000 }

    /// Whether there is time for more than the usual: more steps than usual were asked for (`run.sh --full`).
    package static var isFull: Bool { steps > 1000 }
}
