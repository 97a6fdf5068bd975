/// One of AWS's separate worlds, each with a domain of its own.
struct Partition: Sendable, Hashable {
    /// The partition's name, `aws` or `aws-cn`.
    let name: String
    /// What follows `s3.<region>.` in a host name.
    let domain: String

    private static let special: [(prefix: String, partition: Partition)] = [
        ("cn-", Partition(name: "aws-cn", domain: "amazonaws.com.cn")),
        ("us-gov-", Partition(name: "aws-us-gov", domain: "amazonaws.com")),
        ("eusc-", Partition(name: "aws-eusc", domain: "amazonaws.eu")),
        ("us-iso-", Partition(name: "aws-iso", domain: "c2s.ic.gov")),
        ("us-isob-", Partition(name: "aws-iso-b", domain: "sc2s.sgov.gov")),
        ("eu-isoe-", Partition(name: "aws-iso-e", domain: "cloud.adc-e.uk")),
        ("us-isof-", Partition(name: "aws-iso-f", domain: "csp.hci.ic.gov")),
    ]

    /// The partition of a region; any region without a known prefix is in `aws`, so that new regions work.
    static func of(region: String) -> Partition {
        special.first { region.hasPrefix($0.prefix) }?.partition
            ?? Partition(name: "aws", domain: "amazonaws.com")
    }
}
