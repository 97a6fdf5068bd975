import Synchronization
import Testing

@testable import S3

@Suite("Bodies that arrive") struct BodyStreamTests {
    private struct Pace: TransferPace {
        let resumed: Counter
        func resume() { resumed.add() }
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)
        func add() { count.withLock { $0 += 1 } }
        var value: Int { count.withLock { $0 } }
    }

    private static func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 13) } }

    private static func give(_ stream: BodyStream, _ bytes: [UInt8]) {
        bytes.withUnsafeBytes { stream.receive($0, at: 0) }
    }

    private var response: HTTPResponse { HTTPResponse(status: 200, headers: [("etag", "\"e\"")]) }

    @Test("Pieces of 16 KiB come out as pieces of 64, and the rest at the end")
    func coalesced() async throws {
        let stream = BodyStream()
        stream.begin(response, count: 200_000)
        let all = Self.bytes(200_000)
        for start in stride(from: 0, to: all.count, by: 16 << 10) {
            Self.give(stream, Array(all[start..<min(all.count, start + 16 << 10)]))
        }
        stream.finish(.success(response))
        var sizes: [Int] = []
        var read: [UInt8] = []
        while let piece = try await stream.next() {
            sizes.append(piece.count)
            read += piece
        }
        #expect(sizes == [65_536, 65_536, 65_536, 3_392])
        #expect(read == all)
        #expect(try await stream.next() == nil)
    }

    @Test("A reader that does not read pauses the transfer, and resumes it once by reading")
    func backpressure() async throws {
        let stream = BodyStream()
        let resumed = Counter()
        stream.follow(Pace(resumed: resumed))
        stream.begin(response, count: 8 << 20)
        var given = 0
        while stream.hasRoom() {
            Self.give(stream, [UInt8](repeating: 1, count: 16 << 10))
            given += 16 << 10
        }
        #expect(given == BodyStream.capacity)
        var read = 0
        while resumed.value == 0 { read += try await stream.next()?.count ?? 0 }
        #expect(read == BodyStream.capacity / 2)
        _ = try await stream.next()
        #expect(resumed.value == 1)
        #expect(stream.hasRoom())
    }

    @Test("A transfer that fails fails its reader, and the bytes that might be damaged are not given")
    func failure() async throws {
        let stream = BodyStream()
        stream.begin(response, count: 70_000)
        Self.give(stream, Self.bytes(70_000))
        Self.give(stream, Self.bytes(10))
        let error = S3Error(.malformedAnswer, code: "ChecksumMismatch", message: "", operation: "GetObject")
        stream.finish(.failure(error))
        #expect(try await stream.next()?.count == 70_000)
        let thrown = await #expect(throws: S3Error.self) { try await stream.next() }
        #expect(thrown?.code == "ChecksumMismatch")
    }

    @Test("A reader who waits gets what comes, and is let go when cancelled")
    func waits() async throws {
        let stream = BodyStream()
        async let piece = stream.next()
        await Task.yield()
        Self.give(stream, Self.bytes(70_000))
        #expect(try await piece?.count == 70_000)
        let reader = Task { () async throws(S3Error) in try await stream.next() }
        reader.cancel()
        let result = await reader.result
        #expect(throws: S3Error.self) { try result.get() }
    }

    @Test("The answer to a small object comes with its bytes, to a large one before them")
    func answers() async throws {
        let large = BodyStream()
        large.begin(response, count: 1 << 20)
        #expect(try await large.answer().status == 200)
        let small = BodyStream()
        async let answer = small.answer()
        small.begin(response, count: 3)
        Self.give(small, [1, 2, 3])
        small.finish(.success(response))
        #expect(try await answer.status == 200)
        #expect(try await small.next() == [1, 2, 3])
    }

    @Test("Reads of any size take each byte once, up to the end", arguments: [1, 1000, 65_536, 300_000])
    func reads(_ size: Int) async throws {
        let all = Self.bytes(size == 1 ? 100 : 600_000)
        let body = ObjectBody(all)
        var read: [UInt8] = []
        while case let piece = try await body.read(size), !piece.isEmpty {
            #expect(piece.count == size || read.count + piece.count == all.count)
            read += piece
        }
        #expect(read == all)
    }

    @Test("What is left after a read can be collected, up to a bound")
    func collects() async throws {
        let body = ObjectBody(Self.bytes(500_000))
        _ = try await body.read(100_000)
        #expect(try await body.collect() == Array(Self.bytes(500_000)[100_000...]))
        await #expect(throws: S3Error.self) { try await ObjectBody(Self.bytes(11)).collect(upTo: 10) }
        #expect(try await ObjectBody([]).collect() == [])
    }

    @Test(
        "Lines end with LF or CRLF, wherever the pieces end",
        arguments: [
            ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\n\nb", ["a", "", "b"]), ("a\r\nb\r\n", ["a", "b"]),
            ("\n", [""]), ("é\r\r\n", ["é\r"]),
        ])
    func lines(_ text: String, _ lines: [String]) async throws {
        var read: [String] = []
        for try await line in ObjectBody(Array(text.utf8)).lines { read.append(line) }
        #expect(read == lines)
    }

    @Test("A line longer than many pieces is one line")
    func longLine() async throws {
        let long = String(repeating: "x", count: 1_000_000)
        var lines: [String] = []
        for try await line in ObjectBody(Array("\(long)\nend".utf8)).lines { lines.append(line) }
        #expect(lines == [long, "end"])
    }
}
