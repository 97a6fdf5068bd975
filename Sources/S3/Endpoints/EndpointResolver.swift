/// Decides where a request goes, as botocore's client does.
///
/// What the rules of the service leave to the client is decided here: on AWS, `auto` puts the bucket in front of the
/// host where name and TLS allow it; on a custom endpoint `auto` means path, since few such servers have wildcard DNS.
/// An ARN is never a path, whatever the style, and a custom endpoint has no FIPS, dualstack or accelerated variant.
struct EndpointResolver: Sendable {
    private let endpoint: EndpointURL?
    /// What holds for all requests; bucket, region and traits are filled in.
    private let parameters: EndpointParameters
    private let configuration: ClientConfiguration
    private let cache = EndpointCache()

    /// - Throws: `ConfigurationError` for an endpoint URL or a region that cannot be used.
    init(configuration: ClientConfiguration) throws(ConfigurationError) {
        self.configuration = configuration
        let region = Self.withoutFIPS(configuration.region)
        var parameters = EndpointParameters()
        if let url = configuration.endpointURL {
            endpoint = try EndpointURL(url)
        } else {
            endpoint = nil
            try Self.check(region: configuration.region)
            parameters.usesFIPS = configuration.usesFIPSEndpoint || region != configuration.region
            parameters.usesDualstack = configuration.usesDualstackEndpoint
        }
        parameters.endpoint = endpoint
        parameters.usesAccelerate = configuration.usesAccelerateEndpoint
        parameters.usesGlobalEndpoint = configuration.usEast1Endpoint == .legacy && region == "us-east-1"
        parameters.disablesMultiRegionAccessPoints = configuration.disablesMultiRegionAccessPoints
        parameters.usesARNRegion = configuration.usesARNRegion
        parameters.forcesPathStyle = Self.forcesPathStyle(configuration, endpoint: endpoint)
        self.parameters = parameters
    }

    /// Where a request to the service, a bucket or an object goes.
    ///
    /// - Parameter region: signs, and names the host on AWS; not the configuration's after a redirect to another.
    /// - Throws: `EndpointError` for a bucket, region and settings that do not go together, most with the words of the
    ///   service's rules.
    func resolve(_ request: EndpointRequest, region: String) throws(EndpointError) -> ResolvedEndpoint {
        let question = EndpointCache.Question(
            bucket: request.bucket, region: region, traits: request.traits, isPresigned: request.isPresigned)
        let answer: EndpointCache.Answer
        if let known = cache.answer(to: question) {
            answer = known
        } else {
            answer = try decide(question)
            // A prefix is good for one request only.
            if request.traits.hostPrefix == nil { cache.remember(answer, for: question) }
        }
        let base = answer.base
        let path: String
        let canonicalResource: String
        if let key = request.key {
            path = PercentEncoding.path.text(key, behind: answer.prefix)
            // The encoded key is copied, not encoded again.
            canonicalResource =
                answer.canonicalPrefix == answer.prefix
                ? path : answer.canonicalPrefix + Substring(path.utf8.dropFirst(answer.prefix.utf8.count))
        } else {
            path = answer.path
            canonicalResource = answer.canonicalResource
        }
        return ResolvedEndpoint(
            scheme: base.scheme, host: base.host, port: base.port, path: path, canonicalResource: canonicalResource,
            region: base.region, service: base.service, signatureScheme: base.signatureScheme)
    }

    // MARK: What the client adds to the rules

    private func decide(_ question: EndpointCache.Question) throws(EndpointError) -> EndpointCache.Answer {
        let bucket = question.bucket
        if let bucket, let flaw = BucketName.flaw(of: bucket) { throw EndpointError(flaw) }
        let isName = bucket.map { ResourceName.hasShape($0) } ?? false
        var base = try EndpointRules.resolve(parameters(for: question, isName: isName))
        if question.isPresigned, !isName, base.signatureScheme != .v4a {
            // The host may be the global one, the signature is the region's.
            base.region = question.region == "aws-global" ? "us-east-1" : Self.withoutFIPS(question.region)
        }
        settleSignature(of: &base, region: question.region)
        if endpoint == nil, !configuration.usesTLS { base.scheme = "http" }
        if let prefix = question.traits.hostPrefix { base.host = prefix + "." + base.host }
        // An ARN is not part of what SigV2 signs; a plain name is, whatever the addressing.
        let canonical = isName ? "/" : bucket.map { EndpointRules.path($0) + "/" }
        return EndpointCache.Answer(base: base, canonicalPath: canonical)
    }

    private func parameters(for question: EndpointCache.Question, isName: Bool) -> EndpointParameters {
        let traits = question.traits
        let region = Self.withoutFIPS(question.region)
        var parameters = parameters
        parameters.bucket = question.bucket
        parameters.region = region.isEmpty ? nil : region
        if region != question.region, endpoint == nil { parameters.usesFIPS = true }
        parameters.usesObjectLambdaEndpoint = traits.usesObjectLambdaEndpoint
        parameters.usesExpressControlEndpoint = traits.usesExpressControlEndpoint
        parameters.disablesExpressSessionAuth =
            traits.disablesExpressSessionAuth || configuration.disablesS3ExpressSessionAuth
        parameters.disablesAccessPoints = traits.disablesAccessPoints
        if traits.forcesPathStyle {
            parameters.forcesPathStyle = true
        } else if isName {
            parameters.forcesPathStyle = false
        }
        if question.isPresigned, presignsGlobally(question, isName: isName, forcesPathStyle: parameters.forcesPathStyle)
        {
            parameters.region = "aws-global"
            parameters.usesGlobalEndpoint = true
        }
        return parameters
    }

    /// Whether a URL for somebody else names the host of all regions, as botocore's do unless told otherwise.
    private func presignsGlobally(
        _ question: EndpointCache.Question, isName: Bool, forcesPathStyle: Bool
    ) -> Bool {
        guard let bucket = question.bucket, !isName, !forcesPathStyle, !bucket.hasSuffix("--x-s3"),
            !bucket.hasSuffix("--xa-s3"), HostName.isLabel(bucket.utf8)
        else { return false }
        guard Partition.of(region: Self.withoutFIPS(configuration.region)).name == "aws",
            !configuration.usesDualstackEndpoint,
            configuration.addressingStyle != .virtual
        else { return false }
        return configuration.usEast1Endpoint != .regional || configuration.region != "us-east-1"
    }

    /// Where the endpoint leaves a choice of signatures, the configuration makes it.
    private func settleSignature(of base: inout EndpointBase, region: String) {
        guard base.signatureScheme == .v4a else { return }
        let preferred = configuration.authSchemePreference.first { $0 == "sigv4" || $0 == "sigv4a" }
        switch configuration.signatureVersion {
        case nil where preferred == "sigv4" && base.plainRegion != nil, .v4, .v2:
            base.signatureScheme = .v4
            base.region = base.plainRegion ?? Self.withoutFIPS(region)
        case .v4a, nil:
            if let regions = configuration.sigV4aSigningRegionSet, !regions.isEmpty {
                base.region = regions.joined(separator: ",")
            }
        }
    }

    private static func forcesPathStyle(_ configuration: ClientConfiguration, endpoint: EndpointURL?) -> Bool {
        if configuration.usesAccelerateEndpoint { return false }
        if let endpoint, !endpoint.isAccelerate { return configuration.addressingStyle != .virtual }
        return configuration.addressingStyle == .path
    }

    /// The region without the mark that older configurations ask for FIPS hosts by (`fips-us-east-1`).
    private static func withoutFIPS(_ region: String) -> String {
        guard region.contains("fips") else { return region }
        return region.replacing("fips-", with: "").replacing("-fips", with: "")
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
