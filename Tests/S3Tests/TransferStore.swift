import Synchronization

@testable import S3

/// A store of objects and uploads behind the client, without a network: it does what S3 does with what transfers ask.
final class TransferStore: HTTPTransport {
    struct Object: Sendable {
        var bytes: [UInt8]
        var headers: [String: String] = [:]
        var tag = ""
    }

    struct Upload: Sendable {
        var path: String
        var headers: [String: String]
        var parts: [Int: [UInt8]] = [:]
    }

    /// What happens to a request.
    enum Action: Sendable {
        case serve
        case answer(HTTPResponse)
        case fail(TransportError.Code)
        /// Done, but nobody hears of it.
        case loseAnswer
        /// Waits until the task is cancelled.
        case hang
        /// The body of the answer breaks off after so many bytes.
        case breakOff(Int)
        /// Answered by this, as if it were the object.
        case deliver(HTTPResponse)
    }

    struct Request: Sendable {
        var operation: String
        var number: Int
        var headers: [String: String]
        var query: [String: String]
        var rate: Int64?
    }

    private struct State {
        var objects: [String: Object] = [:]
        var uploads: [String: Upload] = [:]
        var requests: [Request] = []
        var begun = 0
        var most = 0
        var current = 0
    }

    private let state: Mutex<State>
    private let behaviour: @Sendable (Request) -> Action
    /// Told when a request hangs.
    let hung = TransferSignal()

    /// - Parameter behaviour: decides on each request; `number` counts those of its operation from 1.
    init(
        _ objects: [String: Object] = [:], behaviour: @escaping @Sendable (Request) -> Action = { _ in .serve }
    ) {
        var state = State()
        for (path, object) in objects { state.objects[path] = Self.tagged(object) }
        self.state = Mutex(state)
        self.behaviour = behaviour
    }

    var requests: [Request] { state.withLock { $0.requests } }
    var operations: [String] { requests.map(\.operation) }
    var uploads: [String: Upload] { state.withLock { $0.uploads } }
    /// The most requests that were under way at once.
    var most: Int { state.withLock { $0.most } }

    func count(_ operation: String) -> Int { operations.count { $0 == operation } }
    func object(_ path: String) -> Object? { state.withLock { $0.objects[path] } }
    func put(_ path: String, _ object: Object) { state.withLock { $0.objects[path] = Self.tagged(object) } }
    func put(upload: String, _ value: Upload) { state.withLock { $0.uploads[upload] = value } }

    private static func tagged(_ object: Object) -> Object {
        var object = object
        if object.tag.isEmpty { object.tag = "\"\(md5(object.bytes))\"" }
        return object
    }

    static func md5(_ bytes: [UInt8]) -> String { hexadecimal(bytes.withUnsafeBytes { digest($0, .md5) }) }

    func perform(_ exchange: HTTPExchange) async throws(TransportError) -> HTTPResponse {
        let request = note(exchange.request, rate: exchange.maximumRate)
        defer { state.withLock { $0.current -= 1 } }
        let action = behaviour(request)
        if case .hang = action {
            hung.send()
            await TransferSignal.untilCancelled()
            throw TransportError(.cancelled, "cancelled")
        }
        if case .fail(let code) = action { throw TransportError(code, "scripted") }
        if case .answer(let response) = action { return response }
        if case .deliver(let response) = action {
            return try await ScriptedTransport([.response(response)]).perform(exchange)
        }
        if Task.isCancelled { throw TransportError(.cancelled, "cancelled") }
        let response = serve(request, exchange.request.endpoint.path, try Self.body(exchange))
        switch action {
        case .loseAnswer: throw TransportError(.receive, "scripted")
        case .breakOff(let count):
            return try await ScriptedTransport([.broken(response, after: min(count, response.body.count))])
                .perform(exchange)
        default: return try await ScriptedTransport([.response(response)]).perform(exchange)
        }
    }

    private func note(_ request: HTTPRequest, rate: Int64?) -> Request {
        var query: [String: String] = [:]
        for (name, value) in request.query {
            query[String(decoding: name, as: UTF8.self)] = value.map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        let headers = Dictionary(request.headers.map { ($0.name, $0.value) }) { first, _ in first }
        let operation = Self.operation(request.method, query, headers, request.endpoint.path)
        return state.withLock { state in
            let number = state.requests.count { $0.operation == operation } + 1
            let noted = Request(operation: operation, number: number, headers: headers, query: query, rate: rate)
            state.requests.append(noted)
            state.current += 1
            state.most = max(state.most, state.current)
            return noted
        }
    }

    private static func operation(
        _ method: String, _ query: [String: String], _ headers: [String: String], _ path: String
    ) -> String {
        switch method {
        case "HEAD": return "HeadObject"
        case "DELETE": return "AbortMultipartUpload"
        case "POST": return query["uploads"] != nil ? "CreateMultipartUpload" : "CompleteMultipartUpload"
        case "GET":
            if query["tagging"] != nil { return "GetObjectTagging" }
            if query["uploads"] != nil { return "ListMultipartUploads" }
            return query["uploadId"] != nil ? "ListParts" : "GetObject"
        default:
            let isCopy = headers["x-amz-copy-source"] != nil
            if query["uploadId"] != nil { return isCopy ? "UploadPartCopy" : "UploadPart" }
            return isCopy ? "CopyObject" : "PutObject"
        }
    }

    /// Reads as libcurl does: piece by piece, through `read`.
    private static func body(_ exchange: HTTPExchange) throws(TransportError) -> [UInt8] {
        guard let body = exchange.body else { return [] }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(body.count))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 512 << 10, alignment: 16)
        defer { buffer.deallocate() }
        do {
            while bytes.count < body.count {
                let count = try body.read(at: Int64(bytes.count), into: buffer)
                if count == 0 { break }
                bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
        } catch {
            throw TransportError(.source, "\(error)", cause: error)
        }
        return bytes
    }

    // MARK: What the operations do

    /// Answers a request that came over a network.
    func answer(_ method: String, _ target: String, _ headers: [String: String], _ body: [UInt8]) -> HTTPResponse {
        let parts = target.split(separator: "?", maxSplits: 1)
        var query: [String: String] = [:]
        for item in parts.dropFirst().first?.split(separator: "&") ?? [] {
            let halves = item.split(separator: "=", maxSplits: 1)
            query[String(halves[0])] = halves.count > 1 ? String(halves[1]) : ""
        }
        let path = String(parts[0])
        let operation = Self.operation(method, query, headers, path)
        let request = Request(operation: operation, number: 0, headers: headers, query: query)
        state.withLock { $0.requests.append(request) }
        return serve(request, path, body)
    }

    private func serve(_ request: Request, _ path: String, _ body: [UInt8]) -> HTTPResponse {
        state.withLock { state in
            let uploadID = request.query["uploadId"] ?? ""
            switch request.operation {
            case "PutObject":
                state.objects[path] = Self.tagged(Object(bytes: body, headers: Self.stored(request)))
                return Self.ok(["etag": state.objects[path]?.tag ?? ""])
            case "HeadObject", "GetObject": return Self.read(state.objects[path], request)
            case "GetObjectTagging":
                return Self.ok(
                    [:], "<Tagging><TagSet><Tag><Key>a b</Key><Value>1&amp;2</Value></Tag></TagSet></Tagging>")
            case "CopyObject":
                guard let source = state.objects[request.headers["x-amz-copy-source"].map { "/" + $0 } ?? ""] else {
                    return Self.error(404, "NoSuchKey")
                }
                state.objects[path] = source
                return Self.ok([:], "<CopyObjectResult><ETag>\(source.tag)</ETag></CopyObjectResult>")
            case "CreateMultipartUpload":
                state.begun += 1
                state.uploads["u\(state.begun)"] = Upload(path: path, headers: Self.stored(request))
                return Self.ok(
                    [:],
                    "<InitiateMultipartUploadResult><UploadId>u\(state.begun)</UploadId></InitiateMultipartUploadResult>"
                )
            case "ListMultipartUploads":
                let uploads = state.uploads.sorted { $0.key < $1.key }.enumerated().map { index, upload in
                    "<Upload><Key>\(upload.value.path.dropFirst(3))</Key><UploadId>\(upload.key)</UploadId>"
                        + "<Initiated>2026-01-0\(index + 1)T00:00:00.000Z</Initiated></Upload>"
                }
                return Self.ok([:], "<ListMultipartUploadsResult>\(uploads.joined())</ListMultipartUploadsResult>")
            case "AbortMultipartUpload":
                return state.uploads.removeValue(forKey: uploadID) == nil
                    ? Self.error(404, "NoSuchUpload") : HTTPResponse(status: 204)
            default: return Self.serve(request, path, body, uploadID, &state)
            }
        }
    }

    private static func serve(
        _ request: Request, _ path: String, _ body: [UInt8], _ uploadID: String, _ state: inout State
    ) -> HTTPResponse {
        guard var upload = state.uploads[uploadID] else { return error(404, "NoSuchUpload") }
        let number = Int(request.query["partNumber"] ?? "") ?? 0
        switch request.operation {
        case "ListParts":
            let marker = Int(request.query["part-number-marker"] ?? "") ?? 0
            let rest = upload.parts.keys.sorted().filter { $0 > marker }
            let page = rest.prefix(2)
            let parts = page.map { number in
                "<Part><PartNumber>\(number)</PartNumber><ETag>&quot;\(md5(upload.parts[number] ?? []))&quot;</ETag>"
                    + "<Size>\(upload.parts[number]?.count ?? 0)</Size></Part>"
            }
            return ok(
                [:],
                "<ListPartsResult><IsTruncated>\(rest.count > 2)</IsTruncated>"
                    + "<NextPartNumberMarker>\(page.last ?? 0)</NextPartNumberMarker>\(parts.joined())</ListPartsResult>"
            )
        case "CompleteMultipartUpload":
            let parts = upload.parts.sorted { $0.key < $1.key }
            let tag = S3Client.multipartTag(
                of: parts.map { UploadedPart(eTag: md5($0.value), partNumber: $0.key) })
            var whole: [UInt8] = []
            for part in parts { whole += part.value }
            state.objects[path] = Object(bytes: whole, headers: upload.headers, tag: tag ?? "")
            state.uploads[uploadID] = nil
            return ok(
                [:], "<CompleteMultipartUploadResult><ETag>\(tag ?? "")</ETag></CompleteMultipartUploadResult>")
        case "UploadPart":
            upload.parts[number] = body
            state.uploads[uploadID] = upload
            var headers = ["etag": "\"\(md5(body))\""]
            if let name = upload.headers["x-amz-checksum-algorithm"], let algorithm = ChecksumAlgorithm(rawValue: name)
            {
                headers[algorithm.headerName] = ChecksumHasher.base64(of: body, algorithm)
            }
            return ok(headers)
        default:
            guard let source = state.objects[request.headers["x-amz-copy-source"].map { "/" + $0 } ?? ""],
                let text = request.headers["x-amz-copy-source-range"], case .bytes(let range)? = ObjectRange(text)
            else { return error(404, "NoSuchKey") }
            if let tag = request.headers["x-amz-copy-source-if-match"], tag != source.tag {
                return error(412, "PreconditionFailed")
            }
            let bytes = Array(source.bytes[Int(range.lowerBound)..<Int(range.upperBound)])
            upload.parts[number] = bytes
            state.uploads[uploadID] = upload
            return ok([:], "<CopyPartResult><ETag>\"\(md5(bytes))\"</ETag></CopyPartResult>")
        }
    }

    private static func read(_ object: Object?, _ request: Request) -> HTTPResponse {
        guard let object else { return error(404, "NoSuchKey", request) }
        if let tag = request.headers["if-match"], tag != object.tag {
            return error(412, "PreconditionFailed", request)
        }
        var headers = object.headers.filter { $0.key != "x-amz-checksum-algorithm" }
        headers["etag"] = object.tag
        if request.operation == "HeadObject" {
            headers["content-length"] = String(object.bytes.count)
            return ok(headers)
        }
        guard let text = request.headers["range"], case .bytes(let range)? = ObjectRange(text) else {
            headers["content-length"] = String(object.bytes.count)
            return HTTPResponse(status: 200, headers: headers.map { ($0.key, $0.value) }, body: object.bytes)
        }
        let end = min(Int(range.upperBound), object.bytes.count)
        headers["content-range"] = "bytes \(range.lowerBound)-\(end - 1)/\(object.bytes.count)"
        return HTTPResponse(
            status: 206, headers: headers.map { ($0.key, $0.value) },
            body: Array(object.bytes[Int(range.lowerBound)..<end]))
    }

    private static func stored(_ request: Request) -> [String: String] {
        request.headers.filter { name, _ in
            name.hasPrefix("x-amz-meta-") || name.hasPrefix("content-t") || name == "cache-control"
                || name == "x-amz-tagging" || name == "x-amz-checksum-algorithm" || name == "x-amz-checksum-type"
        }
    }

    static func ok(_ headers: [String: String], _ body: String = "") -> HTTPResponse {
        HTTPResponse(status: 200, headers: headers.map { ($0.key, $0.value) }, body: Array(body.utf8))
    }

    static func error(_ status: Int, _ code: String, _ request: Request? = nil) -> HTTPResponse {
        let body = request?.operation == "HeadObject" ? "" : "<Error><Code>\(code)</Code></Error>"
        return HTTPResponse(status: status, body: Array(body.utf8))
    }
}

/// Something that happens once and that tasks wait for.
final class TransferSignal: Sendable {
    private let state = Mutex<(isSent: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    func send() {
        let waiting = state.withLock { state in
            state.isSent = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isSent = state.withLock { state in
                if !state.isSent { state.waiting.append(continuation) }
                return state.isSent
            }
            if isSent { continuation.resume() }
        }
    }

    /// Waits until the calling task is cancelled.
    static func untilCancelled() async {
        let signal = TransferSignal()
        await withTaskCancellationHandler {
            await signal.wait()
        } onCancel: {
            signal.send()
        }
    }
}

extension S3Client {
    /// A client of a store in memory.
    static func transfers(
        _ store: TransferStore, clock: ManualClock = ManualClock(),
        configure: (inout ClientConfiguration) -> Void = { _ in }
    ) throws -> S3Client {
        var configuration = ClientConfiguration()
        configuration.endpointURL = "http://127.0.0.1:9"
        configuration.addressingStyle = .path
        configure(&configuration)
        let pipeline = try RequestPipeline(
            configuration: configuration, credentials: CredentialSource(RotatingCredentials()), transport: store,
            clock: clock)
        return S3Client(transport: store, pipeline: pipeline)
    }
}
