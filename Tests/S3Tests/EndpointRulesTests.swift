import Testing

@testable import S3

/// The rules against botocore's own engine; `Vectors/make_endpoints.py` sees to it that all that can be reached are.
@Suite("Endpoint rules")
struct EndpointRulesTests {
    private struct Content: Decodable {
        /// The rule set's parameters, by its names.
        struct Question: Decodable {
            var Bucket: String?
            var Region: String?
            var Endpoint: String?
            var UseFIPS: Bool?
            var UseDualStack: Bool?
            var Accelerate: Bool?
            var ForcePathStyle: Bool?
            var UseGlobalEndpoint: Bool?
            var UseObjectLambdaEndpoint: Bool?
            var UseS3ExpressControlEndpoint: Bool?
            var DisableS3ExpressSessionAuth: Bool?
            var DisableAccessPoints: Bool?
            var DisableMultiRegionAccessPoints: Bool?
            var UseArnRegion: Bool?
        }

        struct Vector: Decodable {
            var ask: Question
            var url: String?
            /// Name, service and region of each signature that the endpoint takes.
            var schemes: [[String]]?
            var error: String?
        }

        var rules: Int
        var reached: Int
        var vectors: [Vector]
    }

    private struct Cases: Decodable {
        var vectors: [Content.Vector]
    }

    private func parameters(_ asked: Content.Question) throws -> EndpointParameters {
        var parameters = EndpointParameters()
        parameters.bucket = asked.Bucket
        parameters.region = asked.Region
        parameters.endpoint = try asked.Endpoint.map { try EndpointURL($0) }
        parameters.usesFIPS = asked.UseFIPS ?? false
        parameters.usesDualstack = asked.UseDualStack ?? false
        parameters.usesAccelerate = asked.Accelerate ?? false
        parameters.forcesPathStyle = asked.ForcePathStyle ?? false
        parameters.usesGlobalEndpoint = asked.UseGlobalEndpoint ?? false
        parameters.usesObjectLambdaEndpoint = asked.UseObjectLambdaEndpoint ?? false
        parameters.usesExpressControlEndpoint = asked.UseS3ExpressControlEndpoint ?? false
        parameters.disablesExpressSessionAuth = asked.DisableS3ExpressSessionAuth ?? false
        parameters.disablesAccessPoints = asked.DisableAccessPoints ?? false
        parameters.disablesMultiRegionAccessPoints = asked.DisableMultiRegionAccessPoints ?? false
        parameters.usesARNRegion = asked.UseArnRegion ?? true
        return parameters
    }

    /// Names with dots stay behind an address here; the rule set has them in front, where no name server answers.
    private func isDottedAddress(_ parameters: EndpointParameters) -> Bool {
        guard let bucket = parameters.bucket, let endpoint = parameters.endpoint else { return false }
        return bucket.contains(".") && endpoint.isAddress && endpoint.scheme == "http" && !parameters.forcesPathStyle
            && BucketName.isHostable(bucket, allowingDots: true)
    }

    @Test("Every rule decides as botocore's engine decides")
    func matchesBotocore() throws {
        let content = try Vectors.load("endpoint-rules", as: Content.self)
        #expect(content.vectors.count >= 1_500)
        // The one that is left answers for a URL that our parser has refused before.
        #expect(content.reached == content.rules - 1)
        for vector in content.vectors { try check(vector) }
    }

    @Test("Every case that AWS publishes for the rule set comes out as published")
    func publishedCases() throws {
        let vectors = try Vectors.load("endpoint-cases", as: Cases.self).vectors
        #expect(vectors.count >= 290)
        for vector in vectors {
            // What is no URL is refused before there are rules.
            if let text = vector.ask.Endpoint, (try? EndpointURL(text)) == nil {
                #expect(vector.error != nil, "\(vector)")
                continue
            }
            try check(vector)
        }
    }

    private func check(_ vector: Content.Vector) throws {
        let parameters = try parameters(vector.ask)
        if isDottedAddress(parameters) { return }
        do throws(EndpointError) {
            let base = try EndpointRules.resolve(parameters)
            let port = base.port.map { ":\($0)" } ?? ""
            #expect("\(base.scheme)://\(base.host)\(port)\(base.path)" == vector.url, "\(vector)")
            var schemes = [[Self.name(of: base.signatureScheme), base.service, base.region]]
            if let region = base.plainRegion { schemes.append(["sigv4", base.service, region]) }
            #expect(schemes == vector.schemes, "\(vector)")
        } catch {
            #expect(error.message == vector.error, "\(vector)")
        }
    }

    private static func name(of scheme: SignatureScheme) -> String {
        switch scheme {
        case .v4: "sigv4"
        case .v4a: "sigv4a"
        case .express: "sigv4-s3express"
        }
    }

    @Test("Dotted names stay behind an address")
    func dottedAddresses() throws {
        var parameters = EndpointParameters()
        parameters.bucket = "a.dotted.bucket"
        parameters.region = "us-east-1"
        parameters.endpoint = try EndpointURL("http://192.0.2.1:9000/base")
        let base = try EndpointRules.resolve(parameters)
        #expect(base.host == "192.0.2.1")
        #expect(base.path == "/base/a.dotted.bucket")
    }
}
