import Foundation
import Testing

@testable import S3

@Suite("Resources as boto3 has them") struct ResourceVectorTests {
    private struct Vector: Decodable {
        struct Call: Decodable {
            var operation: String
            var method: String
            var path: String
            var query: [[String]]
            var headers: [String: String]
            var body: String
        }

        struct Answer: Decodable {
            var status: Int
            var headers: [[String]]
            var body: String
        }

        var name: String
        var answers: [Answer]
        var calls: [Call]
        var result: [String]
    }

    private static func vectors() throws -> [Vector] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/resources.json")
        return try JSONDecoder().decode([Vector].self, from: try Data(contentsOf: url))
    }

    /// The same for all requests, or compared elsewhere: signatures and checksums.
    private static let leftOut: Set<String> = [
        "authorization", "content-length", "content-md5", "expect", "host", "user-agent", "x-amz-content-sha256",
        "x-amz-date", "x-amz-sdk-checksum-algorithm", "x-amz-checksum-mode", "accept-encoding", "amz-sdk-request",
        "amz-sdk-invocation-id",
    ]

    @Test("Every scenario makes boto3's requests and gives boto3's results")
    func matchesBoto() async throws {
        let vectors = try Self.vectors()
        #expect(vectors.count >= 100)
        #expect(Set(vectors.map(\.name)) == Set(ResourceScenarios.all.keys))
        for vector in vectors {
            let answers = vector.answers.map { answer in
                HTTPResponse(
                    status: answer.status, headers: answer.headers.map { ($0[0], $0[1]) },
                    body: Array(answer.body.utf8))
            }
            let transport = ResourceTransport { number, _ in
                number < answers.count ? answers[number] : HTTPResponse(status: 400, headers: [], body: [])
            }
            let scenario = try #require(ResourceScenarios.all[vector.name])
            let resource = try transport.resource()
            let result = try await scenario(resource)
            #expect(result == vector.result, "\(vector.name)")
            let counted = resource.client.counters.snapshot.mapValues(\.requests)
            #expect(counted == vector.calls.reduce(into: [:]) { $0[$1.operation, default: 0] += 1 }, "\(vector.name)")
            for (asked, call) in zip(transport.requests, vector.calls) {
                #expect([asked.method, asked.path] == [call.method, call.path], "\(vector.name)")
                #expect(asked.query == call.query, "\(vector.name)")
                #expect(asked.body == call.body, "\(vector.name)")
                let headers = asked.headers.filter {
                    !Self.leftOut.contains($0.key) && !$0.key.hasPrefix("x-amz-checksum-")
                }
                #expect(headers == call.headers, "\(vector.name)")
            }
        }
    }
}
