import Testing

@testable import S3

/// The client's part of the resolution against real boto3 clients, caught before they send.
@Suite("Endpoints of boto3's requests")
struct EndpointRequestsTests {
    private struct Content: Decodable {
        var clients: [BotoClient]
        var vectors: [BotoRequest]
    }

    @Test("Every request goes where boto3 sends it, signed for the same service and region")
    func matchesBoto3() throws {
        let content = try Vectors.load("endpoint-requests", as: Content.self)
        #expect(content.vectors.count >= 2_500)
        let resolvers = try content.clients.map { try EndpointResolver(configuration: $0.configuration()) }
        for vector in content.vectors {
            let index = try #require(vector.client)
            let client = content.clients[index]
            vector.check(resolvers[index], client: client)
            // And a second time, from memory.
            vector.check(resolvers[index], client: client)
        }
    }
}
