import Testing

@testable import S3

@Suite("Signatures of botocore")
struct SignatureVectorTests {
    struct Vector: Decodable, Sendable {
        var name: String
        var kind: String
        var method: String
        var scheme: String
        var host: String
        var port: Int?
        var path: String
        var resource: String
        var query: [[String?]]
        var headers: [[String]]
        var payload: String
        var region: String
        var service: String
        var token: String?
        var time: Int64
        var expires: Int
        var authorization: String?
        var url: String?

        var request: HTTPRequest {
            var place = ResolvedEndpoint(
                scheme: scheme, host: host, port: port, path: path, canonicalResource: resource, region: region)
            place.service = service
            var request = HTTPRequest(method: method, endpoint: place)
            request.query = query.map { pair in
                (Vectors.bytes(hexadecimal: pair[0] ?? ""), pair[1].map { Vectors.bytes(hexadecimal: $0) })
            }
            request.headers = headers.map { ($0[0], $0[1]) }
            return request
        }

        var hash: PayloadHash {
            switch payload {
            case "UNSIGNED-PAYLOAD": .unsigned
            case "STREAMING-UNSIGNED-PAYLOAD-TRAILER": .unsignedTrailer
            default: .sha256(payload)
            }
        }
    }

    private struct Content: Decodable {
        var accessKeyID: String
        var secretAccessKey: String
        var vectors: [Vector]
    }

    private static func vectors(_ kind: String) throws -> [(Vector, Credentials)] {
        let content = try Vectors.load("signatures", as: Content.self)
        #expect(content.vectors.count >= 1000)
        return content.vectors.filter { $0.kind == kind }.map { vector in
            let credentials = Credentials(
                accessKeyID: content.accessKeyID, secretAccessKey: Secret(content.secretAccessKey),
                sessionToken: vector.token.map { Secret($0) })
            return (vector, credentials)
        }
    }

    private static func authorization(of request: HTTPRequest) -> [String] {
        request.headers.filter { $0.name == "authorization" }.map(\.value)
    }

    private static func checkFields(_ kind: String, atLeast count: Int, _ signer: any RequestSigner) throws {
        let vectors = try vectors(kind)
        #expect(vectors.count >= count)
        for (vector, credentials) in vectors {
            var request = vector.request
            // Twice: a second attempt must not sign what the first one left.
            for _ in 0..<2 {
                signer.sign(&request, payload: vector.hash, credentials: credentials, time: vector.time)
                #expect(authorization(of: request) == [vector.authorization ?? ""], "\(kind): \(vector.name)")
            }
        }
    }

    private static func checkURLs(_ kind: String, atLeast count: Int, _ signer: any URLSigner) throws {
        let vectors = try vectors(kind)
        #expect(vectors.count >= count)
        for (vector, credentials) in vectors {
            var request = vector.request
            signer.presign(&request, credentials: credentials, time: vector.time, expiresIn: vector.expires)
            #expect(request.url == vector.url, "\(kind): \(vector.name)")
        }
    }

    @Test("Version 4 in header fields")
    func version4() throws { try Self.checkFields("v4", atLeast: 200, SignatureV4()) }

    @Test("Version 4 in URLs")
    func version4URLs() throws { try Self.checkURLs("v4-query", atLeast: 150, SignatureV4()) }

    @Test("Version 2 in header fields")
    func version2() throws { try Self.checkFields("v2", atLeast: 200, SignatureV2()) }

    @Test("Version 2 in URLs")
    func version2URLs() throws { try Self.checkURLs("v2-query", atLeast: 150, SignatureV2()) }

    @Test("Sessions of directory buckets in header fields")
    func express() throws { try Self.checkFields("express", atLeast: 100, SignatureV4(token: .session)) }

    @Test("Sessions of directory buckets in URLs")
    func expressURLs() throws { try Self.checkURLs("express-query", atLeast: 60, SignatureV4(token: .session)) }

    @Test("Version 4A is what the signature of AWS's own library is good for, and ours is good for the same key")
    func version4A() throws {
        let vectors = try Self.vectors("v4a")
        #expect(vectors.count >= 25)
        let signer = SignatureV4A()
        for (vector, credentials) in vectors {
            var request = vector.request
            signer.sign(&request, payload: vector.hash, credentials: credentials, time: vector.time)
            let ours = try #require(Self.authorization(of: request).first).split(separator: "Signature=")
            let theirs = try #require(vector.authorization).split(separator: "Signature=")
            #expect(ours[0] == theirs[0], "\(vector.name)")
            let text = SignatureV4A.stringToSign(request, payload: vector.payload, time: vector.time)
            let key = AsymmetricKey(credentials)
            for signature in [ours[1], theirs[1]] {
                #expect(key.isSignature(Vectors.bytes(hexadecimal: String(signature)), of: text), "\(vector.name)")
            }
            #expect(!key.isSignature(Vectors.bytes(hexadecimal: String(ours[1])), of: text + [0]))
        }
    }

    @Test("Version 4A in URLs")
    func version4AURLs() throws {
        let vectors = try Self.vectors("v4a-query")
        #expect(vectors.count >= 25)
        let signer = SignatureV4A()
        for (vector, credentials) in vectors {
            var request = vector.request
            signer.presign(&request, credentials: credentials, time: vector.time, expiresIn: vector.expires)
            func items(_ url: String) -> Set<Substring> {
                Set(url.split(separator: "?")[1].split(separator: "&").filter { !$0.hasPrefix("X-Amz-Signature=") })
            }
            let url = try #require(vector.url)
            #expect(items(request.url) == items(url), "\(vector.name)")
            request.query.removeLast()
            let text = SignatureV4A.stringToSign(request, payload: "UNSIGNED-PAYLOAD", time: vector.time)
            let signature = try #require(url.split(separator: "X-Amz-Signature=").last)
            #expect(
                AsymmetricKey(credentials).isSignature(Vectors.bytes(hexadecimal: String(signature)), of: text),
                "\(vector.name)")
        }
    }

    @Test("The endpoint and the configuration choose the signature")
    func choice() {
        func scheme(_ wanted: SignatureScheme, _ version: ClientConfiguration.SignatureVersion?)
            -> EndpointSigner.Scheme
        {
            var place = ResolvedEndpoint(scheme: "https", host: "h", path: "/", canonicalResource: "/", region: "r")
            place.signatureScheme = wanted
            return EndpointSigner.scheme(for: place, version: version)
        }
        #expect(scheme(.v4, nil) == .v4)
        #expect(scheme(.v4, .v4) == .v4)
        #expect(scheme(.v4, .v4a) == .v4a)
        #expect(scheme(.v4, .v2) == .v2)
        #expect(scheme(.v4a, nil) == .v4a)
        #expect(scheme(.v4a, .v2) == .v4a)
        for version: ClientConfiguration.SignatureVersion? in [nil, .v4, .v4a, .v2] {
            #expect(scheme(.express, version) == .express)
        }
    }

    @Test("A signer of any endpoint gives what the endpoint's own gives")
    func endpointSigner() {
        let credentials = Credentials(accessKeyID: "a", secretAccessKey: "s", sessionToken: "t")
        func sign(_ signer: any RequestSigner, _ wanted: SignatureScheme) -> [String] {
            var place = ResolvedEndpoint(scheme: "https", host: "h", path: "/k", canonicalResource: "/b/k", region: "r")
            place.signatureScheme = wanted
            var request = HTTPRequest(method: "GET", endpoint: place)
            signer.sign(&request, payload: .empty, credentials: credentials, time: 1)
            return request.headers.map { "\($0.name): \($0.value)" }
        }
        var configuration = ClientConfiguration()
        let plain = EndpointSigner(configuration: configuration)
        #expect(sign(plain, .v4) == sign(SignatureV4(), .v4))
        #expect(sign(plain, .express) == sign(SignatureV4(token: .session), .express))
        #expect(sign(plain, .v4a).dropLast() == sign(SignatureV4A(), .v4a).dropLast())
        configuration.signatureVersion = .v2
        configuration.sigV4aSigningRegionSet = ["us-*", "eu-*"]
        let second = EndpointSigner(configuration: configuration)
        #expect(sign(second, .v4) == sign(SignatureV2(), .v4))
        #expect(sign(second, .v4a).contains("x-amz-region-set: us-*,eu-*"))
    }
}
