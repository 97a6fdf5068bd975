import Testing

@testable import S3

@Suite("Secrets do not print")
struct CredentialSecrecyTests {
    private func prints(_ value: Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return
            "\(value) \(String(reflecting: value)) \(String(describing: value)) \(dumped) \(Mirror(reflecting: value).children.map { "\($0)" })"
    }

    @Test("Not by description, dump or reflection, alone or inside something else")
    func secrets() throws {
        let credentials = Credentials(accessKeyID: "AKID", secretAccessKey: "topsecret", sessionToken: "topsecret2")
        let session = try Session(
            accessKeyID: "AKID", secretAccessKey: "topsecret", sessionToken: "topsecret2", environment: [:],
            homeDirectory: "/nonexistent"
        )
        let provider = try ExplicitCredentials(accessKeyID: "AKID", secretAccessKey: "topsecret")
        let values: [Any] = [
            credentials, credentials.secretAccessKey, [credentials], ["k": credentials.secretAccessKey],
            Optional(credentials) as Any, session, provider, session.credentials,
        ]
        for value in values {
            #expect(!prints(value).contains("topsecret"), "\(type(of: value))")
        }
        #expect(prints(credentials).contains("AKID"))
        #expect("\(credentials.secretAccessKey)" == "****")
    }

    @Test("Not by what a request is made of, with a key of the caller's own in it")
    func customerKeys() throws {
        let key = EncryptionKey([UInt8](repeating: 7, count: 32))
        var get = GetObjectInput(bucket: "b", key: "k")
        get.sseCustomerKey = key
        var upload = UploadArguments()
        upload.sseCustomerKey = key
        let secret = base64(key.bytes)
        for value in [key, get, try get.operationCall, upload] as [Any] {
            #expect(!prints(value).contains(secret) && !prints(value).contains("7, 7"), "\(type(of: value))")
        }
        #expect("\(try get.operationCall)" == "GetObject b k")
    }

    @Test("Not by an environment's provider")
    func environment() throws {
        let provider = EnvironmentCredentials(["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "topsecret"])
        #expect(!prints(provider).contains("topsecret"))
        let session = try Session(
            environment: ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "topsecret"], homeDirectory: "/nonexistent"
        )
        #expect(!prints(session).contains("topsecret"))
        #expect(!prints(session.credentials).contains("topsecret"))
    }
}
