/// The alias of an outpost's access point: a bucket's name in which places, not delimiters, have meanings.
struct OutpostAlias: Sendable, Hashable {
    let name: String
    /// `e` for an outpost at the edge of a region, `o` for one in a rack.
    let hardware: String
    /// `beta` for AWS's own trials.
    let regionPrefix: String
    let outpost: String

    private static let suffix = "--op-s3"

    /// Nil for any other bucket.
    init?(_ bucket: String) {
        let bytes = Array(bucket.utf8)
        guard bytes.count >= 50, bucket.hasSuffix(Self.suffix), bytes.allSatisfy({ $0 < 128 }) else { return nil }
        /// Places count from the end, as in the rule set.
        func text(_ start: Int, _ stop: Int) -> String {
            String(decoding: bytes[(bytes.count - stop)..<(bytes.count - start)], as: UTF8.self)
        }
        name = bucket
        hardware = text(49, 50)
        regionPrefix = text(8, 12)
        outpost = text(32, 49)
    }
}
