import Foundation
import Testing

@testable import S3

@Suite("Proofs of a sign-in session's key")
struct CredentialProofKeyTests {
    private struct Content: Decodable { var key: String }

    @Test("A proof is a signed token about one request")
    func proof() throws {
        let pem = try Vectors.load("credentials", as: Content.self).key
        let key = try #require(ProofKey(pem: pem))
        for round in 0..<64 {
            let identifier = round == 0 ? nil : "id \(round)"
            let proof = key.proof(method: "POST", address: "https://h/v1/token", time: 1_234, identifier: identifier)
            let parts = proof.split(separator: ".").map { String($0) }
            try #require(parts.count == 3)
            let header = try #require(JSONValue(try decode(parts[0]))?.object)
            #expect(header["typ"] == .string("dpop+jwt"))
            #expect(header["alg"] == .string("ES256"))
            #expect(header["jwk"]?.object?.keys.sorted() == ["crv", "kty", "x", "y"])
            let payload = try #require(JSONValue(try decode(parts[1]))?.object)
            #expect(payload["htm"] == .string("POST"))
            #expect(payload["htu"] == .string("https://h/v1/token"))
            #expect(payload["iat"] == .number(1_234))
            if let identifier { #expect(payload["jti"] == .string(identifier)) }
            if round == 0 { #expect(payload["jti"]?.text?.utf8.count == 36) }
            let numbers = try decode(parts[2])
            try #require(numbers.count == 64)
            let message = Array("\(parts[0]).\(parts[1])".utf8)
            #expect(key.key.isSignature(der(numbers), of: message), "round \(round)")
        }
    }

    @Test("A key whose file has its public half compressed gives the same proofs")
    func compressed() throws {
        let pem = """
            -----BEGIN EC PRIVATE KEY-----
            MFcCAQEEIJEazZoBVD/A/UQQrcfOuFM4Nu0m/AeljxB254nE9FUyoAoGCCqGSM49
            AwEHoSQDIgAC6cvBsfeZ+GpvggKfsK87iZbf0f3Ozdj797TaNitl7z4=
            -----END EC PRIVATE KEY-----
            """
        let key = try #require(ProofKey(pem: pem))
        #expect(key.key.publicPoint.x.count == 32 && key.key.publicPoint.y.count == 32)
        let parts = key.proof(method: "POST", address: "https://h/", time: 1).split(separator: ".").map { String($0) }
        #expect(key.key.isSignature(der(try decode(parts[2])), of: Array("\(parts[0]).\(parts[1])".utf8)))
    }

    @Test("What is no such key is refused")
    func refused() {
        // The last is a key of another curve, secp256k1.
        let other = """
            MHQCAQEEIHVjm7Yu8KG+EI8d2CS83cWsP8kGBubrbbv5mgRpJl0KoAcGBSuBBAAK
            oUQDQgAEAJNEj6wrRbnlbEE0euQv8kVBc9JDukDiL8BPMcL5pXduha3pWQ584q7C
            PsE7IVMEpPCheh6p8n+esaO5790okw==
            """
        // The public half of another key.
        let mixed = """
            MHcCAQEEIJEazZoBVD/A/UQQrcfOuFM4Nu0m/AeljxB254nE9FUyoAoGCCqGSM49
            AwEHoUQDQgAEuVLh1+dugRsNvh98XxqL8QCRXXcgq3ADzGkWCOPBmoEskhEVv5OS
            gutfZQcAKvDGnJ8/3wzSJBgZ1tUey76VnA==
            """
        for text in ["", "x", "AAAA", "-----BEGIN EC PRIVATE KEY-----", other, mixed] {
            #expect(ProofKey(pem: text) == nil, "\(text)")
        }
    }

    private func decode(_ part: String) throws -> [UInt8] {
        var text = part.replacing("-", with: "+").replacing("_", with: "/")
        while text.utf8.count % 4 != 0 { text += "=" }
        return Array(try #require(Data(base64Encoded: text)))
    }

    /// The signature as OpenSSL wants it.
    private func der(_ numbers: [UInt8]) -> [UInt8] {
        let parts = [numbers[..<32], numbers[32...]].map { number -> [UInt8] in
            var digits = Array(number.drop { $0 == 0 })
            if digits.first.map({ $0 >= 128 }) != false { digits.insert(0, at: 0) }
            return [0x02, UInt8(digits.count)] + digits
        }
        return [0x30, UInt8(parts[0].count + parts[1].count)] + parts[0] + parts[1]
    }
}
