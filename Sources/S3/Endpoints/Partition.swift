/// One of AWS's separate worlds, each with domains of its own.
struct Partition: Sendable, Hashable {
    /// The partition's name, as in ARNs.
    let name: String
    /// What follows `s3.<region>.` in a host name, dualstack ones of S3 included.
    let domain: String
    /// The domain of other services' dualstack hosts.
    let dualstackDomain: String
    /// The region that signs where none is named.
    let globalRegion: String
    /// What its regions' names begin with, before `-word-number`.
    let prefixes: [String]

    /// Whether hosts with FIPS 140 cryptography exist; they do in every partition.
    let supportsFIPS = true
    /// Whether hosts with IPv6 addresses exist; they do in every partition.
    let supportsDualstack = true

    /// All of them; the first is also that of unknown regions.
    static let all = [
        Partition(
            name: "aws", domain: "amazonaws.com", dualstackDomain: "api.aws", globalRegion: "us-east-1",
            prefixes: ["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"]),
        Partition(
            name: "aws-cn", domain: "amazonaws.com.cn", dualstackDomain: "api.amazonwebservices.com.cn",
            globalRegion: "cn-northwest-1", prefixes: ["cn"]),
        Partition(
            name: "aws-eusc", domain: "amazonaws.eu", dualstackDomain: "api.amazonwebservices.eu",
            globalRegion: "eusc-de-east-1", prefixes: ["eusc-de"]),
        Partition(
            name: "aws-iso", domain: "c2s.ic.gov", dualstackDomain: "api.aws.ic.gov",
            globalRegion: "us-iso-east-1", prefixes: ["us-iso"]),
        Partition(
            name: "aws-iso-b", domain: "sc2s.sgov.gov", dualstackDomain: "api.aws.scloud",
            globalRegion: "us-isob-east-1", prefixes: ["us-isob"]),
        Partition(
            name: "aws-iso-e", domain: "cloud.adc-e.uk", dualstackDomain: "api.cloud-aws.adc-e.uk",
            globalRegion: "eu-isoe-west-1", prefixes: ["eu-isoe"]),
        Partition(
            name: "aws-iso-f", domain: "csp.hci.ic.gov", dualstackDomain: "api.aws.hci.ic.gov",
            globalRegion: "us-isof-south-1", prefixes: ["us-isof"]),
        Partition(
            name: "aws-us-gov", domain: "amazonaws.com", dualstackDomain: "api.aws",
            globalRegion: "us-gov-west-1", prefixes: ["us-gov"]),
    ]

    /// The partition of a region; any region without a known name is in `aws`, so that new regions work.
    static func of(region: String) -> Partition {
        all.first { $0.contains(region) } ?? all[0]
    }

    /// Whether the region's name is one of this partition's, known today or not.
    func contains(_ region: String) -> Bool {
        if region == name + "-global" { return name != "aws-eusc" }
        let parts = region.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count >= 3, let number = parts.last, !number.isEmpty, number.allSatisfy(Self.isDigit) else {
            return false
        }
        let word = parts[parts.count - 2]
        guard !word.isEmpty, word.allSatisfy(Self.isWordByte) else { return false }
        return prefixes.contains { prefix in
            prefix.utf8.elementsEqual(parts.dropLast(2).joined(separator: CollectionOfOne(UInt8(ascii: "-"))))
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        default: isDigit(byte)
        }
    }
}
