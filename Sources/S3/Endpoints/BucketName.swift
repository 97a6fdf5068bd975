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
        return labels.allSatisfy { HostName.isLabel($0) }
    }
}
