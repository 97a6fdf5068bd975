/// Directory buckets (S3 Express One Zone): `name--zone--x-s3`, and their access points: `name--zone--xa-s3`.
extension EndpointRules {
    /// Lengths that names of zones have: `use1-az4`, `usw2-az10`, and those of local and dedicated zones.
    private static let zoneLengths = [8, 9, 13, 14, 20]

    func directoryBucket(_ bucket: String, suffix: String) throws(EndpointError) -> EndpointBase {
        guard !parameters.usesAccelerate else {
            throw EndpointError("S3Express does not support S3 Accelerate.")
        }
        if let endpoint = parameters.endpoint { return try directoryBucket(bucket, at: endpoint) }
        if parameters.usesExpressControlEndpoint, suffix == "--x-s3" {
            var control = expressControl()
            control.path = Self.path(bucket)
            return control
        }
        guard BucketName.isHostable(bucket, allowingDots: false) else { throw Self.unhostable }
        guard let zone = Self.zone(of: bucket, suffix: suffix) else {
            throw EndpointError("Unrecognized S3Express bucket name format.")
        }
        let host = bucket + ".s3express" + fips + "-" + zone + dualstack + "." + region + "." + partition.domain
        return EndpointBase(host: host, region: region, service: "s3express", signatureScheme: sessionScheme)
    }

    /// The control plane: makes, lists and removes directory buckets.
    func expressControl() -> EndpointBase {
        if let endpoint = parameters.endpoint { return base(at: endpoint, region: region, service: "s3express") }
        let host = "s3express-control" + fips + dualstack + "." + region + "." + partition.domain
        return EndpointBase(host: host, region: region, service: "s3express")
    }

    private func directoryBucket(_ bucket: String, at endpoint: EndpointURL) throws(EndpointError) -> EndpointBase {
        var base: EndpointBase
        if endpoint.isAddress {
            base = self.base(at: endpoint, region: region, service: "s3express")
            // The rule set has the bucket before the endpoint's own path here.
            base.path = Self.path(bucket) + base.path
        } else {
            guard BucketName.isHostable(bucket, allowingDots: false) else { throw Self.unhostable }
            base = self.base(at: endpoint, prefix: bucket, region: region, service: "s3express")
        }
        base.signatureScheme = sessionScheme
        return base
    }

    private var sessionScheme: SignatureScheme { parameters.disablesExpressSessionAuth ? .v4 : .express }

    private static let unhostable = EndpointError("S3Express bucket name is not a valid virtual hostable name.")

    /// What stands between the last two `--`, when it is as long as a zone's name.
    private static func zone(of bucket: String, suffix: String) -> String? {
        let name = Array(bucket.utf8.dropLast(suffix.utf8.count))
        for length in zoneLengths where name.count >= length + 2 {
            let delimiter = name[(name.count - length - 2)..<(name.count - length)]
            if delimiter.elementsEqual("--".utf8) { return String(decoding: name.suffix(length), as: UTF8.self) }
        }
        return nil
    }
}
