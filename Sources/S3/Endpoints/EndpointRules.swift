/// Where S3 is, by the rules that AWS publishes for it and botocore follows (`endpoint-rule-set-1.json`).
///
/// The rules are tried from top to bottom, as there: settings that exclude each other, directory buckets, the aliases
/// of outposts' access points, plain buckets and ARNs, and last the service itself.
struct EndpointRules: Sendable {
    let parameters: EndpointParameters
    let region: String
    let partition: Partition

    /// - Throws: `EndpointError` for a combination that leads nowhere, with the rule set's message.
    static func resolve(_ parameters: EndpointParameters) throws(EndpointError) -> EndpointBase {
        guard let region = parameters.region else {
            throw EndpointError("A region must be set when sending requests to S3.")
        }
        let rules = EndpointRules(parameters: parameters, region: region, partition: Partition.of(region: region))
        return try rules.resolve()
    }

    private func resolve() throws(EndpointError) -> EndpointBase {
        try checkSettings()
        guard let bucket = parameters.bucket else { return try service() }
        if bucket.hasSuffix("--x-s3"), bucket.utf8.allSatisfy({ $0 < 128 }) {
            return try directoryBucket(bucket, suffix: "--x-s3")
        }
        if bucket.hasSuffix("--xa-s3"), bucket.utf8.allSatisfy({ $0 < 128 }) {
            return try directoryBucket(bucket, suffix: "--xa-s3")
        }
        if let alias = OutpostAlias(bucket) { return try outpost(alias) }
        if !parameters.forcesPathStyle {
            if let base = try virtualHosted(bucket) { return base }
            if let name = ResourceName(bucket) { return try resource(name, bucket: bucket) }
        }
        let isName = ResourceName(bucket) != nil
        if bucket.hasPrefix("arn:"), !isName, bucket.utf8.allSatisfy({ $0 < 128 }) {
            throw EndpointError("Invalid ARN: `\(bucket)` was not a valid ARN")
        }
        if isName { throw EndpointError("Path-style addressing cannot be used with ARN buckets") }
        return try pathStyle(bucket)
    }

    private func checkSettings() throws(EndpointError) {
        let hasEndpoint = parameters.endpoint != nil
        if parameters.usesAccelerate, parameters.usesFIPS {
            throw EndpointError("Accelerate cannot be used with FIPS")
        }
        if parameters.usesDualstack, hasEndpoint {
            throw EndpointError("Cannot set dual-stack in combination with a custom endpoint.")
        }
        if hasEndpoint, parameters.usesFIPS {
            throw EndpointError("A custom endpoint cannot be combined with FIPS")
        }
        if hasEndpoint, parameters.usesAccelerate {
            throw EndpointError("A custom endpoint cannot be combined with S3 Accelerate")
        }
        if parameters.usesFIPS, partition.name == "aws-cn" {
            throw EndpointError("Partition does not support FIPS")
        }
    }

    // MARK: The service itself

    private func service() throws(EndpointError) -> EndpointBase {
        if parameters.usesExpressControlEndpoint { return expressControl() }
        guard HostName.isLabel(region, allowingDots: true) else { throw Self.badRegion }
        if parameters.usesObjectLambdaEndpoint { return try objectLambdaService() }
        if let endpoint = parameters.endpoint { return base(at: endpoint, region: signingRegion) }
        return EndpointBase(host: serviceHost, region: signingRegion)
    }

    private func objectLambdaService() throws(EndpointError) -> EndpointBase {
        try checkObjectLambda()
        let service = "s3-object-lambda"
        if let endpoint = parameters.endpoint { return base(at: endpoint, region: region, service: service) }
        let host = service + fips + "." + region + "." + partition.domain
        return EndpointBase(host: host, region: region, service: service)
    }

    func checkObjectLambda() throws(EndpointError) {
        if parameters.usesDualstack { throw EndpointError("S3 Object Lambda does not support Dual-stack") }
        if parameters.usesAccelerate { throw EndpointError("S3 Object Lambda does not support S3 Accelerate") }
    }

    // MARK: Words of host names

    static let badRegion = EndpointError("Invalid region: region was not a valid DNS name.")

    /// The pseudo region of the time before there were regions.
    var isGlobal: Bool { region == "aws-global" }
    var signingRegion: String { isGlobal ? "us-east-1" : region }
    var fips: String { parameters.usesFIPS ? "-fips" : "" }
    var dualstack: String { parameters.usesDualstack ? ".dualstack" : "" }

    /// AWS's host for all buckets of the region.
    var serviceHost: String {
        let isVariant = parameters.usesFIPS || parameters.usesDualstack
        if !isVariant, isGlobal || parameters.usesGlobalEndpoint && region == "us-east-1" {
            return "s3." + partition.domain
        }
        return "s3" + fips + dualstack + "." + signingRegion + "." + partition.domain
    }

    /// A place on a custom endpoint.
    func base(
        at endpoint: EndpointURL, prefix: String? = nil, region: String, service: String = "s3"
    ) -> EndpointBase {
        EndpointBase(
            scheme: endpoint.scheme, host: prefix.map { $0 + "." + endpoint.host } ?? endpoint.host,
            port: endpoint.port, path: endpoint.hasFinalSlash ? endpoint.path + "/" : endpoint.path, region: region,
            service: service)
    }
}
