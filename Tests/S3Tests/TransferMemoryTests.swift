import Synchronization
import Testing

@testable import S3

/// How many parts an upload holds in memory: the buffers themselves are counted, not the process's pages.
@Suite("Memory of uploads", .timeLimit(.minutes(5)))
struct TransferMemoryTests {
    /// Answers as S3 does, and holds the answers to parts until as many requests are there as may be.
    private final class Counter: HTTPTransport {
        private struct Buffer {
            weak var body: PartBody?
        }

        private struct State {
            var buffers: [Buffer] = []
            var underWay = 0
            var parts = 0
            var most = 0
        }

        private let state = Mutex(State())
        let concurrency: Int
        let count: Int

        init(concurrency: Int, count: Int) {
            self.concurrency = concurrency
            self.count = count
        }

        /// The parts that came, and the most buffers that were alive while they were under way.
        var result: (parts: Int, most: Int) { state.withLock { ($0.parts, $0.most) } }

        func perform(_ exchange: HTTPExchange) async throws(TransportError) -> HTTPResponse {
            guard exchange.request.method == "PUT" else {
                let isBegin = exchange.request.query.contains { $0.name == Array("uploads".utf8) }
                let text =
                    isBegin
                    ? "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>"
                    : "<CompleteMultipartUploadResult><ETag>\"e\"</ETag></CompleteMultipartUploadResult>"
                return HTTPResponse(status: 200, body: Array(text.utf8))
            }
            guard let body = exchange.body as? PartBody else { throw TransportError(.unsendable, "no part") }
            state.withLock { state in
                state.buffers.append(Buffer(body: body))
                state.parts += 1
                state.underWay += 1
            }
            // The last requests have none to come after them.
            try await until("the others") { $0.underWay == concurrency || $0.parts == count }
            // What was answered may go a moment after its answer, but no more have to be answered first.
            try await until("room") { $0.buffers.count { $0.body != nil } <= concurrency }
            state.withLock { state in
                state.buffers.removeAll { $0.body == nil }
                state.most = max(state.most, state.buffers.count)
                state.underWay -= 1
            }
            return HTTPResponse(status: 200, headers: [("etag", "\"p\"")])
        }

        private func until(
            _ what: String, _ condition: (State) -> Bool
        ) async throws(TransportError) {
            let deadline = ContinuousClock.now + .seconds(60)
            while !state.withLock({ condition($0) }) {
                guard ContinuousClock.now < deadline, !Task.isCancelled else {
                    throw TransportError(.stalled, "\(what) did not come about")
                }
                await Task.yield()
            }
        }
    }

    private struct Zeros: RequestBody {
        let count: Int64

        func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
            let length = Int(min(Int64(buffer.count), count - offset))
            _ = buffer.prefix(length).initializeMemory(as: UInt8.self, repeating: 0)
            return length
        }
    }

    private struct ZeroPieces: AsyncSequence, Sendable {
        struct Iterator: AsyncIteratorProtocol {
            var left: Int
            mutating func next() async -> [UInt8]? {
                defer { left -= 1 }
                return left > 0 ? [UInt8](repeating: 0, count: 1 << 20) : nil
            }
        }

        let count: Int
        func makeAsyncIterator() -> Iterator { Iterator(left: count) }
    }

    private func client(_ transport: Counter) throws -> S3Client {
        var configuration = ClientConfiguration()
        configuration.endpointURL = "http://127.0.0.1:9"
        configuration.maxAttempts = 1
        let pipeline = try RequestPipeline(
            configuration: configuration, credentials: .anonymous, transport: transport, clock: ManualClock())
        return S3Client(transport: transport, pipeline: pipeline)
    }

    @Test("A large upload has as many parts in memory as requests may be under way", arguments: [1, 3], [false, true])
    func bound(concurrency: Int, isStream: Bool) async throws {
        let parts = 12
        let transport = Counter(concurrency: concurrency, count: parts)
        let client = try client(transport)
        var config = TransferConfig()
        config.multipartChunkSize = 5 << 20
        config.maxConcurrency = concurrency
        let made =
            if isStream {
                try await client.uploadFileObject(ZeroPieces(count: parts * 5), bucket: "b", key: "k", config: config)
            } else {
                try await client.uploadFileObject(
                    Zeros(count: Int64(parts * 5) << 20), bucket: "b", key: "k", config: config)
            }
        #expect(made.partCount == parts)
        #expect(transport.result.parts == parts && transport.result.most <= concurrency)
        #expect(transport.result.most >= 1)
    }
}
