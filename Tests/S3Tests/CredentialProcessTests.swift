import Foundation
import Testing

@testable import S3

@Suite("credential_process")
struct CredentialProcessTests {
    private func provider(_ home: SessionHome, _ script: String, timeout: Double = 30) throws -> ProcessCredentials {
        try home.write(script, to: "program.sh")
        try home.write("[default]\ncredential_process = sh '{home}/program.sh' 'an argument'\n", to: ".aws/config")
        return ProcessCredentials(
            paths: SharedConfiguration.Paths(environment: [:], homeDirectory: home.path), profile: "default",
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/bin", "WORD": "from outside"],
            timeout: timeout
        )
    }

    @Test("Arguments, environment and the end of the credentials arrive")
    func success() async throws {
        let home = try SessionHome()
        let provider = try provider(
            home,
            """
            echo noise >&2
            echo "{\\"Version\\": 1, \\"AccessKeyId\\": \\"$1\\", \\"SecretAccessKey\\": \\"$WORD\\",
              \\"SessionToken\\": \\"\\u00e9\\\\\\\\n\\", \\"Expiration\\": \\"2030-01-02T03:04:05Z\\", \\"More\\": [1, {}, null]}"
            """
        )
        let credentials = try #require(try await provider.credentials())
        #expect(credentials.accessKeyID == "an argument")
        #expect(credentials.secretAccessKey.value == "from outside")
        #expect(credentials.expiration == 1_893_553_445)
        #expect(credentials.sessionToken != nil)
    }

    @Test(
        "What went wrong is said, and the output is not",
        arguments: [
            ("echo topsecret; echo why >&2; exit 3", "status 3"), ("echo topsecret", "JSON"),
            ("kill -9 $$", "status 137"),
            ("echo '{\"Version\": 2}'", "Version"), ("echo '{\"Version\": 1}'", "AccessKeyId"),
            ("echo '{\"Version\":1,\"AccessKeyId\":\"topsecret\"}'", "SecretAccessKey"),
            (
                "echo '{\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"topsecret\",\"Expiration\":\"soon\"}'",
                "soon"
            ),
            ("head -c 3000000 /dev/zero", "too much"),
        ])
    func failures(script: String, part: String) async throws {
        let home = try SessionHome()
        let provider = try provider(home, script)
        let error = try #require(await #expect(throws: CredentialError.self) { try await provider.credentials() })
        #expect(error.message.contains(part), "\(error.message)")
        #expect(!error.message.contains("topsecret"), "\(error.message)")
        #expect(error.provider == "custom-process")
    }

    @Test("A program that never ends is ended", .timeLimit(.minutes(5)))
    func timeout() async throws {
        let home = try SessionHome()
        let provider = try provider(home, "exec sleep 1000", timeout: 0.2)
        // Without being ended it would sleep beyond the time limit.
        let error = try #require(await #expect(throws: CredentialError.self) { try await provider.credentials() })
        #expect(error.message.contains("was ended"))
    }

    @Test("A program that is not there is named")
    func missing() async throws {
        let home = try SessionHome()
        try home.write("[default]\ncredential_process = /nonexistent/program\n", to: ".aws/config")
        let provider = ProcessCredentials(
            paths: SharedConfiguration.Paths(environment: [:], homeDirectory: home.path), profile: "default",
            environment: [:]
        )
        let error = try #require(await #expect(throws: CredentialError.self) { try await provider.credentials() })
        #expect(error.message.contains("/nonexistent/program"))
    }

    @Test("JSON is read as Foundation reads it")
    func json() throws {
        for text in [
            "{}", "[]", "[1,-2.5e3,true,false,null,\"a\\u00e9\\ud83d\\ude00\\n\\/\"]", "{\"a\":{\"b\":[{}]}}",
            " [ 1 , 2 ] ",
            "{\"a\" : 1 , \"b\":\"\"}", "\"x\"", "[1", "{\"a\"}", "{a:1}", "\"\\x\"", "\"a\nb\"", "1 2", "",
            "nul",
            "\"\\ud83d\"", "[+1]",
        ] {
            let expected = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
            #expect((JSONValue(Array(text.utf8)) == nil) == (expected == nil), "\(text)")
        }
        #expect(JSONValue(Array("\"a\\u00e9\\ud83d\\ude00\"".utf8)) == .string("aé😀"))
        #expect(JSONValue(Array(String(repeating: "[", count: 100_000).utf8)) == nil)
    }
}
