/// What a bucket's name allows.
enum BucketName {
    /// Whether the name can stand in front of a host (the rule set's `isVirtualHostableS3Bucket`).
    ///
    /// - Parameter allowingDots: false under TLS, where a wildcard certificate covers one label only.
    static func isHostable(_ name: String, allowingDots: Bool) -> Bool {
        guard name.utf8.count >= 3, !HostName.isIPv4(name) else { return false }
        guard !name.utf8.contains(where: { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else { return false }
        return HostName.isLabel(name, allowingDots: allowingDots)
    }

    /// Why no bucket can have the name; nil when one can.
    ///
    /// The pattern is botocore's: that of S3's oldest buckets, or the ARN of an access point.
    static func flaw(of name: String) -> String? {
        if name.hasPrefix("arn:") {
            return isARN(name) ? nil : "'\(name)' is not the ARN of an access point"
        }
        guard (1...255).contains(name.utf8.count) else {
            return "a bucket's name has from 1 to 255 characters, and '\(name)' has \(name.utf8.count)"
        }
        let isPlain = name.utf8.allSatisfy {
            HostName.isLabelByte($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
        }
        return isPlain ? nil : "'\(name)' is no bucket name: it may hold letters, digits, '.', '-' and '_'"
    }

    private static func isARN(_ text: String) -> Bool {
        guard let name = ResourceName(text), name.partition.hasPrefix("aws"), name.account.utf8.count == 12,
            name.account.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            name.region.utf8.allSatisfy({ HostName.isLabelByte($0) && !(65...90).contains($0) })
        else { return false }
        switch name.service {
        case "s3", "s3-object-lambda":
            guard name.resource.count == 2, name.resource[0] == "accesspoint" else { return false }
            let point = name.resource[1]
            return (1...63).contains(point.utf8.count)
                && point.utf8.allSatisfy { HostName.isLabelByte($0) || $0 == UInt8(ascii: ".") }
        case "s3-outposts":
            guard name.resource.count == 4, name.resource[0] == "outpost", name.resource[2] == "accesspoint",
                !name.region.isEmpty
            else { return false }
            return [name.resource[1], name.resource[3]].allSatisfy { part in
                (1...63).contains(part.utf8.count) && part.utf8.allSatisfy { HostName.isLabelByte($0) }
            }
        default: return false
        }
    }
}
