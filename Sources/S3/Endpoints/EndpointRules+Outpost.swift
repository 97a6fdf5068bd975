/// Access points of S3 on Outposts. V4A is preferred, V4 accepted.
extension EndpointRules {
    private static let service = "s3-outposts"

    func outpost(_ alias: OutpostAlias) throws(EndpointError) -> EndpointBase {
        guard HostName.isLabel(alias.outpost.utf8) else {
            throw EndpointError("Invalid ARN: The outpost Id must only contain a-z, A-Z, 0-9 and `-`.")
        }
        guard BucketName.isHostable(alias.name, allowingDots: false) else {
            throw EndpointError("Invalid Outposts Bucket alias - it must be a valid bucket name.")
        }
        let label: String
        switch alias.hardware {
        case "e": label = alias.name + ".ec2"
        case "o": label = alias.name + ".op-" + alias.outpost
        default:
            throw EndpointError(
                "Unrecognized hardware type: \"Expected hardware type o or e but got \(alias.hardware)\"")
        }
        if alias.regionPrefix == "beta" {
            guard let endpoint = parameters.endpoint else {
                throw EndpointError("Expected a endpoint to be specified but no endpoint was found")
            }
            return outpost(label, at: endpoint, region: region)
        }
        return outpost(label, region: region, domain: partition.domain)
    }

    func outpost(_ name: ResourceName, bucket: String) throws(EndpointError) -> EndpointBase {
        if parameters.usesDualstack { throw EndpointError("S3 Outposts does not support Dual-stack") }
        if parameters.usesFIPS { throw EndpointError("S3 Outposts does not support FIPS") }
        if parameters.usesAccelerate { throw EndpointError("S3 Outposts does not support S3 Accelerate") }
        guard name.part(4) == nil else {
            throw EndpointError("Invalid Arn: Outpost Access Point ARN contains sub resources")
        }
        guard let outpost = name.part(1) else { throw EndpointError("Invalid ARN: The Outpost Id was not set") }
        guard HostName.isLabel(outpost.utf8) else {
            throw EndpointError(
                "Invalid ARN: The outpost Id may only contain a-z, A-Z, 0-9 and `-`. Found: `\(outpost)`")
        }
        let home = try home(of: name, bucket: bucket)
        try check(account: name.account)
        guard let type = name.part(2) else { throw EndpointError("Invalid ARN: Expected a 4-component resource") }
        guard let point = name.part(3) else { throw EndpointError("Invalid ARN: expected an access point name") }
        guard type == "accesspoint" else {
            throw EndpointError("Expected an outpost type `accesspoint`, found \(type)")
        }
        try check(accessPoint: point)
        let label = point + "-" + name.account + "." + outpost
        if let endpoint = parameters.endpoint { return self.outpost(label, at: endpoint, region: name.region) }
        return self.outpost(label, region: name.region, domain: home.domain)
    }

    private func outpost(_ label: String, region: String, domain: String) -> EndpointBase {
        EndpointBase(
            host: label + "." + Self.service + "." + region + "." + domain, region: "*", service: Self.service,
            signatureScheme: .v4a, plainRegion: region)
    }

    /// TLS always, and without the endpoint's own path: so the rule set has it.
    private func outpost(_ label: String, at endpoint: EndpointURL, region: String) -> EndpointBase {
        EndpointBase(
            host: label + "." + endpoint.host, port: endpoint.port, region: "*", service: Self.service,
            signatureScheme: .v4a, plainRegion: region)
    }
}
