import Testing

@testable import S3

/// The settings of a boto3 client, by the names that they have here.
struct BotoClient: Decodable {
    var region: String
    var endpointURL: String?
    var addressingStyle: String?
    var signatureVersion: String?
    var usEast1Endpoint: String?
    var usesDualstackEndpoint: Bool?
    var usesFIPSEndpoint: Bool?
    var usesAccelerateEndpoint: Bool?
    var usesARNRegion: Bool?
    var disablesMultiRegionAccessPoints: Bool?
    var disablesS3ExpressSessionAuth: Bool?
    var sigV4aSigningRegionSet: [String]?

    func configuration() throws -> ClientConfiguration {
        var configuration = ClientConfiguration()
        configuration.region = region
        configuration.endpointURL = endpointURL
        if let style = addressingStyle {
            configuration.addressingStyle = try #require(ClientConfiguration.AddressingStyle(rawValue: style))
        }
        if let version = signatureVersion {
            let known: ClientConfiguration.SignatureVersion = try #require(.init(rawValue: version))
            configuration.signatureVersion = known
        }
        if let endpoint = usEast1Endpoint {
            configuration.usEast1Endpoint = try #require(ClientConfiguration.USEast1Endpoint(rawValue: endpoint))
        }
        configuration.usesDualstackEndpoint = usesDualstackEndpoint ?? false
        configuration.usesFIPSEndpoint = usesFIPSEndpoint ?? false
        configuration.usesAccelerateEndpoint = usesAccelerateEndpoint ?? false
        configuration.usesARNRegion = usesARNRegion ?? true
        configuration.disablesMultiRegionAccessPoints = disablesMultiRegionAccessPoints ?? false
        configuration.disablesS3ExpressSessionAuth = disablesS3ExpressSessionAuth ?? false
        configuration.sigV4aSigningRegionSet = sigV4aSigningRegionSet
        return configuration
    }
}

/// One request of a boto3 client, or why it made none.
struct BotoRequest: Decodable {
    struct Traits: Decodable {
        var usesObjectLambdaEndpoint: Bool?
        var usesExpressControlEndpoint: Bool?
        var disablesExpressSessionAuth: Bool?
        var disablesAccessPoints: Bool?
        var forcesPathStyle: Bool?
        var hostPrefix: String?
    }

    /// The place of the client in the vectors' list of them.
    var client: Int?
    var operation: String?
    var bucket: String?
    var key: String?
    var traits: Traits?
    var isPresigned: Bool?
    /// Without its query.
    var url: String?
    /// Scheme, service, region.
    var signature: [String?]?
    var canonicalResource: String?
    var error: String?

    var request: EndpointRequest {
        var request = EndpointRequest(bucket: bucket, key: key.map { Array($0.utf8) })
        request.isPresigned = isPresigned ?? false
        request.traits.usesObjectLambdaEndpoint = traits?.usesObjectLambdaEndpoint ?? false
        request.traits.usesExpressControlEndpoint = traits?.usesExpressControlEndpoint ?? false
        request.traits.disablesExpressSessionAuth = traits?.disablesExpressSessionAuth ?? false
        request.traits.disablesAccessPoints = traits?.disablesAccessPoints ?? false
        request.traits.forcesPathStyle = traits?.forcesPathStyle ?? false
        request.traits.hostPrefix = traits?.hostPrefix
        return request
    }

    /// Expects the resolver to send the request where boto3 sends it, or to refuse it as boto3 does.
    func check(_ resolver: EndpointResolver, client: BotoClient) {
        do throws(EndpointError) {
            let endpoint = try resolver.resolve(request, region: client.region)
            #expect("\(endpoint.scheme)://\(endpoint.authority)\(endpoint.path)" == url, "\(self) \(client)")
            guard let signature, signature.count == 3 else { return }
            if signature[0] != "v2" {
                let scheme: SignatureScheme = signature[0] == "v4a" ? .v4a : signature[0] == "express" ? .express : .v4
                #expect(endpoint.signatureScheme == scheme, "\(self) \(client)")
                #expect(endpoint.service == signature[1], "\(self) \(client)")
                #expect(endpoint.region == signature[2], "\(self) \(client)")
            }
            if let canonicalResource {
                #expect(endpoint.canonicalResource == canonicalResource, "\(self) \(client)")
            }
        } catch {
            // botocore's check of a bucket's name has words of its own.
            #expect(error.message == self.error || self.error == "ParamValidationError", "\(self) \(client)")
        }
    }
}
