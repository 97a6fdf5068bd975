/// Plain buckets.
extension EndpointRules {
    /// `https://bucket.host/`; nil where the name cannot stand in front of a host.
    func virtualHosted(_ bucket: String) throws(EndpointError) -> EndpointBase? {
        if BucketName.isHostable(bucket, allowingDots: false) {
            guard HostName.isLabel(region.utf8) else { throw Self.badRegion }
            if let endpoint = parameters.endpoint {
                // Nothing can be put in front of an address.
                if endpoint.isAddress { return pathStyle(bucket, at: endpoint) }
                return base(at: endpoint, prefix: bucket, region: signingRegion)
            }
            if parameters.usesAccelerate { return try accelerated(bucket) }
            return EndpointBase(host: bucket + "." + serviceHost, region: signingRegion)
        }
        // Without TLS no certificate forbids dots. Unlike the rule set, never in front of an address: no name server
        // could answer for it.
        if let endpoint = parameters.endpoint, endpoint.scheme == "http", !endpoint.isAddress,
            BucketName.isHostable(bucket, allowingDots: true)
        {
            guard HostName.isLabel(region.utf8) else { throw Self.badRegion }
            return base(at: endpoint, prefix: bucket, region: region)
        }
        return nil
    }

    private func accelerated(_ bucket: String) throws(EndpointError) -> EndpointBase {
        guard partition.name != "aws-cn" else {
            throw EndpointError("S3 Accelerate cannot be used in this region")
        }
        let place = parameters.usesDualstack && isGlobal ? ".us-east-1" : ""
        let host = bucket + ".s3-accelerate" + dualstack + place + "." + partition.domain
        return EndpointBase(host: host, region: signingRegion)
    }

    /// `https://host/bucket/`.
    func pathStyle(_ bucket: String) throws(EndpointError) -> EndpointBase {
        guard !parameters.usesAccelerate else {
            throw EndpointError("Path-style addressing cannot be used with S3 Accelerate")
        }
        if let endpoint = parameters.endpoint { return pathStyle(bucket, at: endpoint) }
        return EndpointBase(host: serviceHost, path: Self.path(bucket), region: signingRegion)
    }

    private func pathStyle(_ bucket: String, at endpoint: EndpointURL) -> EndpointBase {
        var base = base(at: endpoint, region: signingRegion)
        base.path = endpoint.path + Self.path(bucket)
        return base
    }

    static func path(_ bucket: String) -> String {
        "/" + PercentEncoding.query.text(bucket.utf8)
    }
}
