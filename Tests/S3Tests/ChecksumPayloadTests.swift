import Synchronization
import Testing

@testable import S3

@Suite("What a body adds to its request")
struct ChecksumPayloadTests {
    private struct Content: Decodable {
        struct Vector: Decodable {
            var name: String
            var version: String
            var endpoint: String?
            var policy: String
            var operation: String
            var given: [[String]]
            var isSupported: Bool
            var isRequired: Bool
            var algorithm: String?
            var hasResponse: Bool
            var isAsked: Bool
            var count: Int?
            var text: String?
            var headers: [[String]]
            var sent: [JSONNumberOrText]
        }

        var vectors: [Vector]
    }

    /// The two kinds of values in one list.
    private enum JSONNumberOrText: Decodable {
        case number(Int)
        case text(String)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let number = try? value.decode(Int.self) {
                self = .number(number)
            } else {
                self = .text(try value.decode(String.self))
            }
        }
    }

    /// A body that is not in memory, and counts how often it is read.
    private final class CountedBody: RequestBody {
        private let inner: BytesBody
        private let readBytes = Mutex<Int64>(0)

        init(_ bytes: [UInt8]) { inner = BytesBody(bytes) }

        var count: Int64 { inner.count }
        var read: Int64 { readBytes.withLock { $0 } }

        func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
            // Less than asked for, as files over a network may give.
            let some = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, 99_991)])
            let count = try inner.read(at: offset, into: some)
            readBytes.withLock { $0 += Int64(count) }
            return count
        }
    }

    private static func place(_ scheme: String) -> ResolvedEndpoint {
        ResolvedEndpoint(scheme: scheme, host: "h", path: "/k", canonicalResource: "/b/k", region: "us-east-1")
    }

    private static func all(of body: any RequestBody, pieces: Int = 10_007) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: pieces)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try body.read(at: Int64(bytes.count), into: $0) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    @Test("Requests carry what botocore's carry, but for the differences that are written down")
    func matchesBotocore() throws {
        let content = try Vectors.load("payloads", as: Content.self)
        #expect(content.vectors.count >= 150)
        for vector in content.vectors {
            var configuration = ClientConfiguration()
            configuration.endpointURL = vector.endpoint
            configuration.signatureVersion = ClientConfiguration.SignatureVersion(rawValue: vector.version)
            configuration.requestChecksumCalculation = try #require(
                ClientConfiguration.ChecksumPolicy(rawValue: vector.policy))
            configuration.responseChecksumValidation = configuration.requestChecksumCalculation
            var call = OperationCall(vector.operation, "PUT", bucket: "b", key: "k")
            call.headers = vector.given.map { ($0[0], $0[1]) }
            call.checksum.isSupported = vector.isSupported
            call.checksum.isRequired = vector.isRequired
            call.checksum.algorithm = vector.algorithm.flatMap { ChecksumAlgorithm(rawValue: $0) }
            if vector.hasResponse { call.checksum.responseAlgorithms = [.crc64nvme, .crc32c, .crc32, .sha1, .sha256] }
            call.checksum.isAsked = vector.isAsked
            let isStream = ["PutObject", "UploadPart"].contains(vector.operation)
            let body =
                isStream
                ? vector.count.map { ChecksumTests.sample($0) } : vector.text.map { Vectors.bytes(hexadecimal: $0) }
            call.body = body.flatMap { $0.isEmpty ? nil : CountedBody($0) }

            let isSecure = vector.endpoint == nil
            let prepared = try PayloadPreparation.prepare(
                call, endpoint: Self.place(isSecure ? "https" : "http"), configuration: configuration)

            var expected = Dictionary(uniqueKeysWithValues: vector.headers.map { ($0[0], $0[1]) })
            let isEmpty = call.body == nil
            if isSecure, isEmpty, expected["x-amz-trailer"] != nil {
                // What has no bytes is not worth a trailer.
                for name in ["x-amz-trailer", "content-encoding", "x-amz-decoded-content-length"] {
                    expected[name] = nil
                }
                expected["x-amz-checksum-crc32"] = "AAAAAA=="
                expected["x-amz-content-sha256"] = PayloadHash.empty.text
            }
            if isSecure, !isEmpty, expected["x-amz-content-sha256"]?.count == 64 {
                // TLS protects what is no stream, too.
                expected["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD"
            }
            if !isSecure, vector.isRequired, let body { expected["content-md5"] = md5Base64(body) }
            var actual = Dictionary(uniqueKeysWithValues: prepared.headers.map { ($0.name, $0.value) })
            if vector.version != "s3" { actual["x-amz-content-sha256"] = prepared.hash.text }
            #expect(actual == expected, "\(vector.name)")

            let sent = try prepared.body.map { try Self.all(of: $0) } ?? []
            if !isEmpty, case .number(let count) = vector.sent[0], case .text(let digest) = vector.sent[1] {
                #expect(prepared.body?.count == Int64(count), "\(vector.name)")
                #expect(SHA256Digest.hexadecimal(of: sent) == digest, "\(vector.name)")
            }
        }
    }

    private func prepare(
        _ body: CountedBody?, scheme: String = "http", isAnonymous: Bool = false,
        _ change: (inout OperationCall, inout ClientConfiguration) -> Void = { _, _ in }
    ) throws -> PreparedPayload {
        var configuration = ClientConfiguration()
        configuration.endpointURL = "\(scheme)://h"
        var call = OperationCall("PutObject", "PUT", bucket: "b", key: "k")
        call.body = body
        call.checksum.isSupported = true
        change(&call, &configuration)
        return try PayloadPreparation.prepare(
            call, endpoint: Self.place(scheme), configuration: configuration, isAnonymous: isAnonymous)
    }

    @Test("A body is read once for all that is computed of it, and not at all for nothing")
    func passes() throws {
        let bytes = ChecksumTests.sample(1_000_000)
        func reads(_ prepare: (CountedBody) throws -> PreparedPayload) throws -> Int64 {
            let body = CountedBody(bytes)
            _ = try prepare(body)
            return body.read
        }
        let count = Int64(bytes.count)
        #expect(try reads { try prepare($0) } == count)
        #expect(try reads { try prepare($0) { call, _ in call.checksum.isRequired = true } } == count)
        #expect(try reads { try prepare($0) { call, _ in call.checksum.algorithm = .sha256 } } == count)
        #expect(try reads { try prepare($0, scheme: "https") } == count)
        #expect(try reads { try prepare($0, scheme: "https") { $1.requestChecksumCalculation = .whenRequired } } == 0)
        #expect(try reads { try prepare($0, scheme: "https") { $1.endpointURL = nil } } == 0)
        #expect(
            try reads { body in
                try prepare(body, isAnonymous: true) { $1.requestChecksumCalculation = .whenRequired }
            } == 0)
        #expect(
            try reads { body in
                try prepare(body) { _, configuration in
                    configuration.signatureVersion = .v2
                    configuration.requestChecksumCalculation = .whenRequired
                }
            } == 0)
    }

    @Test("Other servers' endpoints get plain fields, also under TLS")
    func customEndpoint() throws {
        let body = CountedBody(Array("123456789".utf8))
        let prepared = try prepare(body, scheme: "https")
        #expect(prepared.hash == .unsigned)
        #expect(prepared.headers.map(\.name) == ["x-amz-sdk-checksum-algorithm", "x-amz-checksum-crc32"])
        #expect(prepared.headers.last?.value == "y/Q5Jg==")
    }

    @Test("Signing of payloads can be had and done without, whatever the scheme")
    func payloadSigning() throws {
        let body = CountedBody([1, 2, 3])
        let digest = PayloadHash.sha256(SHA256Digest.hexadecimal(of: [1, 2, 3]))
        #expect(try prepare(body).hash == digest)
        #expect(try prepare(body) { $1.payloadSigningEnabled = false }.hash == .unsigned)
        #expect(try prepare(nil) { $1.payloadSigningEnabled = false }.hash == .unsigned)
        #expect(try prepare(body, scheme: "https") { $1.payloadSigningEnabled = true }.hash == digest)
        let aws = try prepare(body, scheme: "https") { _, configuration in
            configuration.endpointURL = nil
            configuration.payloadSigningEnabled = true
        }
        #expect(aws.hash == digest)
        #expect(aws.headers.contains { $0.name == "x-amz-checksum-crc32" })
    }

    @Test("Requests that nobody signs say by themselves that a trailer follows")
    func anonymousTrailer() throws {
        let prepared = try prepare(CountedBody([1]), scheme: "https", isAnonymous: true) { $1.endpointURL = nil }
        #expect(prepared.headers.contains { $0 == ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER") })
    }

    @Test("A chunked body gives the same bytes from any offset, in any order, and again")
    func chunkedOffsets() throws {
        for count in [1, 15, 1_048_575, 1_048_576, 1_048_577, 2_097_152, 2_300_000] {
            let bytes = ChecksumTests.sample(count)
            let body = ChunkedBody(CountedBody(bytes), .crc64nvme)
            let whole = try Self.all(of: ChunkedBody(BytesBody(bytes), .crc64nvme), pieces: 65_536)
            #expect(Int64(whole.count) == body.count)
            let checksum = ChecksumHasher.base64(of: bytes, .crc64nvme)
            #expect(whole.suffix(80).elementsEqual(whole.suffix(80)))
            #expect(
                String(decoding: whole.suffix(50), as: UTF8.self)
                    .hasSuffix("\r\n0\r\nx-amz-checksum-crc64nvme:\(checksum)\r\n\r\n"))
            // The end first, then places at random, then all of it, twice.
            var buffer = [UInt8](repeating: 0, count: 7_001)
            var offset = whole.count - 30
            for _ in 0..<60 {
                let read = try buffer.withUnsafeMutableBytes { try body.read(at: Int64(offset), into: $0) }
                #expect(buffer[..<read] == whole[offset..<min(offset + 7_001, whole.count)], "\(offset) of \(count)")
                offset = (offset &* 31 &+ 77_773) % whole.count
            }
            for _ in 0..<2 { #expect(try Self.all(of: body) == whole) }
        }
    }

    @Test("A chunked body that is read anew is summed anew")
    func chunkedChange() throws {
        /// A body that is another one from the second attempt on.
        final class ChangingBody: RequestBody {
            private let attempt = Mutex(0)
            var count: Int64 { 300_000 }

            func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
                let value = attempt.withLock { attempt in
                    if offset == 0 { attempt += 1 }
                    return UInt8(attempt)
                }
                let length = min(buffer.count, Int(count - offset))
                for index in 0..<length { buffer[index] = value }
                return length
            }
        }
        let body = ChunkedBody(ChangingBody(), .crc32)
        for value in UInt8(1)...3 {
            let expected = ChecksumHasher.base64(of: [UInt8](repeating: value, count: 300_000), .crc32)
            let text = String(decoding: try Self.all(of: body).suffix(40), as: UTF8.self)
            #expect(text.hasSuffix("x-amz-checksum-crc32:\(expected)\r\n\r\n"))
        }
    }

    @Test("A body that ends early is an error, not a short request")
    func shortBody() throws {
        struct ShortBody: RequestBody {
            var count: Int64 { 10 }
            func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int { offset < 5 ? 1 : 0 }
        }
        #expect(throws: TransportError.self) { try ShortBody().forEachPiece { _ in } }
        #expect(throws: TransportError.self) { try Self.all(of: ChunkedBody(ShortBody(), .sha1)) }
    }
}
