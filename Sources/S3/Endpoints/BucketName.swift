/// What a bucket's name allows.
enum BucketName {
    /// Whether the name can stand in front of a host (botocore's `isVirtualHostableS3Bucket`).
    ///
    /// - Parameter allowingDots: false under TLS, where a wildcard certificate covers one label only.
    static func isHostable(_ name: String, allowingDots: Bool) -> Bool {
        let bytes = Array(name.utf8)
        guard bytes.count >= 3, !HostName.isIPv4(name) else { return false }
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard allowingDots || labels.count == 1 else { return false }
        return labels.allSatisfy { label in
            guard (1...63).contains(label.count), label.first != UInt8(ascii: "-"), label.last != UInt8(ascii: "-")
            else { return false }
            return label.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
        }
    }
}
