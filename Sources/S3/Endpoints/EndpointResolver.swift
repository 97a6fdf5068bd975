/// Decides where a request goes, by botocore's rules.
///
/// On AWS, `auto` puts the bucket in front of the host where name and TLS allow it. On a custom endpoint `auto` means path,
/// as in botocore: few such servers have wildcard DNS. `virtual` falls back to path where it cannot work: an address
/// instead of a host name, or a bucket that is no host label.
struct EndpointResolver: Sendable {
    private let custom: EndpointURL?
    private let style: ClientConfiguration.AddressingStyle

    /// - Throws: `ConfigurationError` for an endpoint URL or a region that cannot be used.
    init(configuration: ClientConfiguration) throws(ConfigurationError) {
        if let url = configuration.endpointURL {
            custom = try EndpointURL(url)
        } else {
            custom = nil
            try Self.check(region: configuration.region)
        }
        style = configuration.addressingStyle
    }

    /// Where a request to the service, a bucket or an object goes.
    ///
    /// - Parameters:
    ///   - bucket: nil for the service itself (ListBuckets).
    ///   - key: nil for the bucket itself; not encoded.
    ///   - region: signs, and names the host on AWS; not the configuration's after a redirect to another.
    func resolve(bucket: String?, key: [UInt8]?, region: String) -> ResolvedEndpoint {
        let signingRegion = region == "aws-global" ? "us-east-1" : region
        let scheme = custom?.scheme ?? "https"
        let host = custom?.host ?? "s3.\(signingRegion).\(Partition.of(region: signingRegion).domain)"
        let base = custom?.path ?? ""
        let encodedKey = key.map { "/" + PercentEncoding.path.text($0) }
        guard let bucket else {
            return ResolvedEndpoint(
                scheme: scheme, host: host, port: custom?.port, path: base + "/", canonicalResource: "/",
                region: signingRegion
            )
        }
        let bucketPath = "/" + PercentEncoding.query.text(bucket.utf8)
        let virtual = isVirtual(bucket: bucket, host: host, scheme: scheme)
        return ResolvedEndpoint(
            scheme: scheme,
            host: virtual ? "\(bucket).\(host)" : host,
            port: custom?.port,
            path: virtual ? base + (encodedKey ?? "/") : base + bucketPath + (encodedKey ?? ""),
            canonicalResource: bucketPath + (encodedKey ?? "/"),
            region: signingRegion
        )
    }

    private func isVirtual(bucket: String, host: String, scheme: String) -> Bool {
        switch style {
        case .path: return false
        case .auto where custom != nil: return false
        case .auto, .virtual:
            return !HostName.isAddress(host) && BucketName.isHostable(bucket, allowingDots: scheme == "http")
        }
    }

    /// A region becomes part of a host name.
    private static func check(region: String) throws(ConfigurationError) {
        guard HostName.isLabel(region.utf8) else {
            throw ConfigurationError(
                "'\(region)' is not the name of an AWS region; "
                    + "write one such as us-east-1 in --region, AWS_REGION or the profile's region"
            )
        }
    }
}
