/// Buckets given as ARNs: access points of one region, of many, of object lambdas and of outposts.
extension EndpointRules {
    func resource(_ name: ResourceName, bucket: String) throws(EndpointError) -> EndpointBase {
        let type = name.resource[0]
        guard !type.isEmpty else { throw EndpointError("Invalid ARN: No ARN type specified") }
        if name.service == "s3-object-lambda" { return try objectLambda(name, bucket: bucket) }
        if type == "accesspoint" {
            guard let point = name.part(1), !point.isEmpty else { throw Self.missingName }
            if name.region.isEmpty { return try multiRegionAccessPoint(point, partition: name.partition) }
            return try accessPoint(point, name, bucket: bucket)
        }
        if name.service == "s3-outposts" { return try outpost(name, bucket: bucket) }
        throw EndpointError("Invalid ARN: Unrecognized format: \(bucket) (type: \(type))")
    }

    private func accessPoint(_ point: String, _ name: ResourceName, bucket: String) throws(EndpointError)
        -> EndpointBase
    {
        try checkSingleAccessPoint(name)
        let home = try home(of: name, bucket: bucket)
        guard name.service == "s3" else {
            throw EndpointError("Invalid ARN: The ARN was not for the S3 service, found: \(name.service)")
        }
        try check(account: name.account)
        try check(accessPoint: point)
        guard !parameters.usesAccelerate else {
            throw EndpointError("Access Points do not support S3 Accelerate")
        }
        let label = point + "-" + name.account
        if let endpoint = parameters.endpoint { return base(at: endpoint, prefix: label, region: name.region) }
        let host = label + ".s3-accesspoint" + fips + dualstack + "." + name.region + "." + home.domain
        return EndpointBase(host: host, region: name.region)
    }

    private func multiRegionAccessPoint(
        _ point: String, partition named: String
    ) throws(EndpointError) -> EndpointBase {
        guard HostName.isLabel(point, allowingDots: true) else { throw EndpointError("Invalid Access Point Name") }
        if parameters.usesDualstack { throw EndpointError("S3 MRAP does not support dual-stack") }
        if parameters.usesFIPS { throw EndpointError("S3 MRAP does not support FIPS") }
        if parameters.usesAccelerate { throw EndpointError("S3 MRAP does not support S3 Accelerate") }
        if parameters.disablesMultiRegionAccessPoints {
            throw EndpointError("Invalid configuration: Multi-Region Access Point ARNs are disabled.")
        }
        guard partition.name == named else {
            throw EndpointError(
                "Client was configured for partition `\(partition.name)` but bucket referred to partition `\(named)`")
        }
        let host = point + ".accesspoint.s3-global." + partition.domain
        return EndpointBase(host: host, region: "*", signatureScheme: .v4a)
    }

    private func objectLambda(_ name: ResourceName, bucket: String) throws(EndpointError) -> EndpointBase {
        let type = name.resource[0]
        guard type == "accesspoint" else {
            throw EndpointError(
                "Invalid ARN: Object Lambda ARNs only support `accesspoint` arn types, but found: `\(type)`")
        }
        guard let point = name.part(1), !point.isEmpty else { throw Self.missingName }
        try checkObjectLambda()
        guard !name.region.isEmpty else { throw EndpointError("Invalid ARN: bucket ARN is missing a region") }
        try checkSingleAccessPoint(name)
        let home = try home(of: name, bucket: bucket)
        guard !name.account.isEmpty else { throw EndpointError("Invalid ARN: Missing account id") }
        try check(account: name.account)
        try check(accessPoint: point)
        let service = "s3-object-lambda"
        let label = point + "-" + name.account
        if let endpoint = parameters.endpoint {
            return base(at: endpoint, prefix: label, region: name.region, service: service)
        }
        let host = label + "." + service + fips + "." + name.region + "." + home.domain
        return EndpointBase(host: host, region: name.region, service: service)
    }

    // MARK: Checks

    private func checkSingleAccessPoint(_ name: ResourceName) throws(EndpointError) {
        if parameters.disablesAccessPoints {
            throw EndpointError("Access points are not supported for this operation")
        }
        guard name.part(2) == nil else {
            throw EndpointError(
                "Invalid ARN: The ARN may only contain a single resource component after `accesspoint`.")
        }
    }

    /// The partition of an ARN's region, once the client may go there.
    func home(of name: ResourceName, bucket: String) throws(EndpointError) -> Partition {
        if !parameters.usesARNRegion, name.region != region {
            throw EndpointError(
                "Invalid configuration: region from ARN `\(name.region)` does not match client region `\(region)` "
                    + "and UseArnRegion is `false`")
        }
        let home = Partition.of(region: name.region)
        guard home.name == partition.name else {
            throw EndpointError(
                "Client was configured for partition `\(partition.name)` but ARN (`\(bucket)`) has `\(home.name)`")
        }
        guard HostName.isLabel(name.region, allowingDots: true) else {
            throw EndpointError("Invalid region in ARN: `\(name.region)` (invalid DNS name)")
        }
        return home
    }

    func check(account: String) throws(EndpointError) {
        guard HostName.isLabel(account.utf8) else {
            throw EndpointError(
                "Invalid ARN: The account id may only contain a-z, A-Z, 0-9 and `-`. Found: `\(account)`")
        }
    }

    func check(accessPoint: String) throws(EndpointError) {
        guard HostName.isLabel(accessPoint.utf8) else {
            throw EndpointError(
                "Invalid ARN: The access point name may only contain a-z, A-Z, 0-9 and `-`. Found: `\(accessPoint)`")
        }
    }

    private static let missingName = EndpointError(
        "Invalid ARN: Expected a resource of the format `accesspoint:<accesspoint name>` but no name was provided")
}
