/// What S3 does, as far as the examples see it.
struct ExampleStore {
    struct Version {
        var id: String
        var isDeleteMarker = false
        var bytes: [UInt8] = []
        var headers: [String: String] = [:]
        var tags: [(String, String)] = []
        /// The sizes of the parts, where there were any.
        var parts: [Int] = []
        var tag: String { "\"\(ExampleStore.hash(bytes))\(parts.isEmpty ? "" : "-\(parts.count)")\"" }
    }

    struct Upload {
        var bucket: String
        var key: String
        var headers: [String: String]
        var parts: [Int: Version] = [:]
    }

    struct Bucket {
        var versioning: String?
        /// The versions of each key, the newest last.
        var keys: [String: [Version]] = [:]
    }

    static let date = "2026-01-01T00:00:00.000Z"
    static let httpDate = "Thu, 01 Jan 2026 00:00:00 GMT"
    static let kept = [
        "content-type", "content-encoding", "content-language", "content-disposition", "cache-control", "expires",
        "x-amz-meta-", "x-amz-storage-class", "x-amz-server-side-encryption", "x-amz-checksum-crc",
        "x-amz-checksum-sha", "x-amz-checksum-type",
    ]

    var buckets: [String: Bucket] = [:]
    var uploads: [String: Upload] = [:]
    private var count = 0

    mutating func number() -> Int {
        count += 1
        return count
    }

    mutating func answer(_ request: ExampleRequest) -> ExampleResponse {
        if let answer = ExampleServices.answer(request) { return answer }
        if request.bucket.isEmpty { return listBuckets() }
        if request.key.isEmpty { return bucketAnswer(request) }
        guard buckets[request.bucket] != nil else { return .error(404, "NoSuchBucket") }
        return request.query["uploadId"] != nil || request.query["uploads"] != nil
            ? uploadAnswer(request) : objectAnswer(request)
    }

    // MARK: Objects

    private mutating func objectAnswer(_ request: ExampleRequest) -> ExampleResponse {
        let (bucket, key) = (request.bucket, request.key)
        let versions = buckets[bucket]?.keys[key] ?? []
        if request.method == "PUT" {
            if request.query["renameObject"] != nil { return rename(request) }
            if request.query["tagging"] == nil, request.query["acl"] == nil { return put(request) }
        }
        if request.method == "DELETE", request.query["tagging"] == nil {
            return delete(bucket, key, request.query["versionId"])
        }
        let wanted = request.query["versionId"]
        guard let index = wanted.map({ id in versions.firstIndex { $0.id == id } }) ?? versions.indices.last else {
            return .error(404, wanted == nil ? "NoSuchKey" : "NoSuchVersion")
        }
        let version = versions[index]
        if version.isDeleteMarker {
            var answer: ExampleResponse =
                wanted == nil ? .error(404, "NoSuchKey") : .error(405, "MethodNotAllowed")
            answer.headers["x-amz-delete-marker"] = "true"
            return answer
        }
        if request.query["tagging"] != nil {
            switch request.method {
            case "PUT":
                let names = XMLText.values("Key", in: request.text)
                buckets[bucket]?.keys[key]?[index].tags = Array(zip(names, XMLText.values("Value", in: request.text)))
            case "DELETE": buckets[bucket]?.keys[key]?[index].tags = []
            default:
                let tags = version.tags.map { "<Tag><Key>\($0.0)</Key><Value>\($0.1)</Value></Tag>" }
                return ExampleResponse(xml: "<Tagging><TagSet>\(tags.joined())</TagSet></Tagging>")
            }
            return ExampleResponse(request.method == "PUT" ? 200 : 204)
        }
        if request.query["acl"] != nil {
            guard request.method == "GET" else { return ExampleResponse() }
            return ExampleResponse(
                xml: "<AccessControlPolicy><Owner><ID>me</ID></Owner><AccessControlList><Grant><Grantee "
                    + "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\"><ID>me</ID>"
                    + "</Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList></AccessControlPolicy>"
            )
        }
        if request.query["attributes"] != nil {
            return ExampleResponse(
                xml: "<GetObjectAttributesResponse><ETag>\(version.tag.dropFirst().dropLast())</ETag>"
                    + "<ObjectSize>\(version.bytes.count)</ObjectSize></GetObjectAttributesResponse>")
        }
        if request.query["restore"] != nil { return ExampleResponse(202) }
        return read(request, version)
    }

    private func read(_ request: ExampleRequest, _ version: Version) -> ExampleResponse {
        if let tag = request["if-match"], tag != version.tag { return .error(412, "PreconditionFailed") }
        if let tag = request["if-none-match"], tag == version.tag { return ExampleResponse(304, ["etag": version.tag]) }
        var headers = version.headers
        if request["x-amz-checksum-mode"] == nil {
            headers = headers.filter { !$0.key.hasPrefix("x-amz-checksum") }
        }
        headers["etag"] = version.tag
        headers["last-modified"] = Self.httpDate
        headers["accept-ranges"] = "bytes"
        if version.id != "null" { headers["x-amz-version-id"] = version.id }
        if !version.tags.isEmpty { headers["x-amz-tagging-count"] = "\(version.tags.count)" }
        let size = version.bytes.count
        var range = 0..<size
        var status = 200
        if let number = request.query["partNumber"].flatMap({ Int($0) }), !version.parts.isEmpty {
            let start = version.parts[..<(number - 1)].reduce(0, +)
            range = start..<start + version.parts[number - 1]
            headers["x-amz-mp-parts-count"] = "\(version.parts.count)"
            status = 206
        } else if let text = request["range"] {
            let ends = text.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
            let (first, last) = (Int(ends[0]), Int(ends[1]))
            let start = first ?? max(0, size - (last ?? 0))
            guard start < size else { return .error(416, "InvalidRange") }
            range = start..<(first == nil ? size : min(size, (last ?? size) + 1))
            status = 206
        }
        if status == 206 {
            headers["content-range"] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
            headers = headers.filter { !$0.key.hasPrefix("x-amz-checksum") }
        }
        headers["content-length"] = "\(range.count)"
        return ExampleResponse(status, headers, body: Array(version.bytes[range]))
    }

    private mutating func put(_ request: ExampleRequest) -> ExampleResponse {
        let old = buckets[request.bucket]?.keys[request.key]?.last
        if request["if-none-match"] == "*", old?.isDeleteMarker == false { return .error(412, "PreconditionFailed") }
        if let tag = request["if-match"], tag != old?.tag { return .error(412, "PreconditionFailed") }
        var version = Version(id: "null", bytes: request.body, headers: request.fields(Self.kept))
        version.tags = Self.tags(request["x-amz-tagging"])
        if let source = request["x-amz-copy-source"] {
            guard let copied = self.source(source) else { return .error(404, "NoSuchKey") }
            version.bytes = copied.bytes
            if request["x-amz-metadata-directive"] != "REPLACE" { version.headers = copied.headers }
            if request["x-amz-tagging-directive"] != "REPLACE" { version.tags = copied.tags }
            let headers = keep(version, request.bucket, request.key)
            return ExampleResponse(
                xml: "<CopyObjectResult><ETag>\(version.tag)</ETag><LastModified>\(Self.date)</LastModified>"
                    + "</CopyObjectResult>", headers.filter { $0.key == "x-amz-version-id" })
        }
        return ExampleResponse(200, keep(version, request.bucket, request.key))
    }

    /// Stores a version.
    ///
    /// - Returns: the header fields of the answer.
    mutating func keep(_ version: Version, _ bucket: String, _ key: String) -> [String: String] {
        var version = version
        var headers = version.headers.filter { $0.key.hasPrefix("x-amz-checksum") || $0.key.contains("encryption") }
        if buckets[bucket]?.versioning == "Enabled" {
            version.id = "v\(number())"
            headers["x-amz-version-id"] = version.id
        } else {
            buckets[bucket]?.keys[key]?.removeAll { $0.id == "null" }
        }
        buckets[bucket]?.keys[key, default: []].append(version)
        headers["etag"] = version.tag
        return headers
    }

    mutating func delete(_ bucket: String, _ key: String, _ id: String?) -> ExampleResponse {
        if let id {
            buckets[bucket]?.keys[key]?.removeAll { $0.id == id }
        } else if buckets[bucket]?.versioning == "Enabled" {
            let marker = Version(id: "v\(number())", isDeleteMarker: true)
            buckets[bucket]?.keys[key, default: []].append(marker)
            return ExampleResponse(204, ["x-amz-delete-marker": "true", "x-amz-version-id": marker.id])
        } else {
            buckets[bucket]?.keys[key] = nil
        }
        if buckets[bucket]?.keys[key]?.isEmpty == true { buckets[bucket]?.keys[key] = nil }
        return ExampleResponse(204)
    }

    private mutating func rename(_ request: ExampleRequest) -> ExampleResponse {
        let source = (request["x-amz-rename-source"] ?? "").split(separator: "/").last ?? ""
        let name = ExampleRequest.decoded(source)
        guard let versions = buckets[request.bucket]?.keys.removeValue(forKey: name) else {
            return .error(404, "NoSuchKey")
        }
        buckets[request.bucket]?.keys[request.key] = versions
        return ExampleResponse()
    }

    func source(_ field: String) -> Version? {
        let parts = field.split(separator: "?versionId=", maxSplits: 1)
        let path = ExampleRequest.decoded(parts[0].hasPrefix("/") ? parts[0].dropFirst() : parts[0])
        let bucket = path.prefix { $0 != "/" }
        let versions = buckets[String(bucket)]?.keys[String(path.dropFirst(bucket.count + 1))] ?? []
        return parts.count > 1 ? versions.first { $0.id == parts[1] } : versions.last
    }

    static func tags(_ field: String?) -> [(String, String)] {
        ExampleRequest.form((field ?? "")[...]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Thirty-two digits that differ where the bytes differ, nearly always.
    static func hash(_ bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }
}
