extension ExampleStore {
    func listBuckets() -> ExampleResponse {
        let list = buckets.keys.sorted().map {
            "<Bucket><Name>\($0)</Name><CreationDate>\(Self.date)</CreationDate></Bucket>"
        }
        return ExampleResponse(
            xml: "<ListAllMyBucketsResult><Owner><ID>me</ID></Owner><Buckets>\(list.joined())</Buckets>"
                + "</ListAllMyBucketsResult>")
    }

    mutating func bucketAnswer(_ request: ExampleRequest) -> ExampleResponse {
        let (name, query) = (request.bucket, request.query)
        if request.method == "PUT", query.isEmpty {
            buckets[name] = buckets[name] ?? Bucket()
            return ExampleResponse(200, ["location": "/\(name)"])
        }
        guard let bucket = buckets[name] else { return .error(404, "NoSuchBucket") }
        switch request.method {
        case "HEAD": return ExampleResponse(200, ["x-amz-bucket-region": "us-east-1"])
        case "DELETE":
            guard bucket.keys.isEmpty else { return .error(409, "BucketNotEmpty") }
            buckets[name] = nil
            return ExampleResponse(204)
        case "PUT":
            buckets[name]?.versioning = XMLText.values("Status", in: request.text).first
            return ExampleResponse()
        case "POST": return deleteMany(request)
        default: break
        }
        if query["location"] != nil {
            return ExampleResponse(xml: "<LocationConstraint>eu-west-1</LocationConstraint>")
        }
        if query["versioning"] != nil {
            let status = bucket.versioning.map { "<Status>\($0)</Status>" } ?? ""
            return ExampleResponse(xml: "<VersioningConfiguration>\(status)</VersioningConfiguration>")
        }
        if query["session"] != nil {
            return ExampleResponse(
                xml: "<CreateSessionResult><Credentials><AccessKeyId>SESSION</AccessKeyId><SecretAccessKey>s"
                    + "</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>"
                    + "</Credentials></CreateSessionResult>")
        }
        if query["uploads"] != nil { return listUploads(name) }
        if query["versions"] != nil { return listVersions(bucket, query) }
        return list(bucket, name, query)
    }

    private mutating func deleteMany(_ request: ExampleRequest) -> ExampleResponse {
        var deleted = ""
        for object in XMLText.values("Object", in: request.text, decodes: false) {
            guard let key = XMLText.values("Key", in: object).first else { continue }
            _ = delete(request.bucket, key, XMLText.values("VersionId", in: object).first)
            deleted += "<Deleted><Key>\(XMLText.escaped(key))</Key></Deleted>"
        }
        return ExampleResponse(xml: "<DeleteResult>\(deleted)</DeleteResult>")
    }

    // MARK: Listings

    /// Both forms of ListObjects.
    private func list(_ bucket: Bucket, _ name: String, _ query: [String: String]) -> ExampleResponse {
        let isNew = query["list-type"] == "2"
        let start = isNew ? query["continuation-token"] ?? query["start-after"] : query["marker"]
        let prefix = query["prefix"] ?? ""
        let maximum = query["max-keys"].flatMap { Int($0) } ?? 1_000
        let coded: (String) -> String = { query["encoding-type"] == "url" ? XMLText.percent($0) : XMLText.escaped($0) }
        var (contents, prefixes) = ("", "")
        var (count, last, isTruncated) = (0, "", false)
        for key in bucket.keys.keys.sorted() where key.hasPrefix(prefix) {
            guard let version = bucket.keys[key]?.last, !version.isDeleteMarker else { continue }
            var common: String?
            if let delimiter = query["delimiter"], let end = key.dropFirst(prefix.count).firstRange(of: delimiter) {
                common = String(key[..<end.upperBound])
            }
            let entry = common ?? key
            if entry == last { continue }
            if let start, entry <= start || common.map({ start.hasPrefix($0) }) == true { continue }
            guard count < maximum else {
                isTruncated = true
                break
            }
            count += 1
            last = entry
            if common != nil {
                prefixes += "<CommonPrefixes><Prefix>\(coded(entry))</Prefix></CommonPrefixes>"
            } else {
                contents += "<Contents><Key>\(coded(key))</Key>\(Self.facts(version))</Contents>"
            }
        }
        var head = "<Name>\(name)</Name><Prefix>\(coded(prefix))</Prefix><IsTruncated>\(isTruncated)</IsTruncated>"
        if let coding = query["encoding-type"] { head += "<EncodingType>\(coding)</EncodingType>" }
        if isNew { head += "<KeyCount>\(count)</KeyCount>" }
        if isTruncated {
            head +=
                isNew
                ? "<NextContinuationToken>\(XMLText.escaped(last))</NextContinuationToken>"
                : "<NextMarker>\(coded(last))</NextMarker>"
        }
        return ExampleResponse(xml: "<ListBucketResult>\(head)\(contents)\(prefixes)</ListBucketResult>")
    }

    private func listVersions(_ bucket: Bucket, _ query: [String: String]) -> ExampleResponse {
        var text = "<IsTruncated>false</IsTruncated>"
        for key in bucket.keys.keys.sorted() where key.hasPrefix(query["prefix"] ?? "") {
            let versions = bucket.keys[key] ?? []
            for (index, version) in versions.enumerated().reversed() {
                let name = query["encoding-type"] == "url" ? XMLText.percent(key) : XMLText.escaped(key)
                let facts = version.isDeleteMarker ? "" : Self.facts(version)
                let element = version.isDeleteMarker ? "DeleteMarker" : "Version"
                text += "<\(element)><Key>\(name)</Key><VersionId>\(version.id)</VersionId>"
                text += "<IsLatest>\(index == versions.count - 1)</IsLatest>\(facts)</\(element)>"
            }
        }
        if let coding = query["encoding-type"] { text += "<EncodingType>\(coding)</EncodingType>" }
        return ExampleResponse(xml: "<ListVersionsResult>\(text)</ListVersionsResult>")
    }

    private static func facts(_ version: Version) -> String {
        "<LastModified>\(date)</LastModified><ETag>\(XMLText.escaped(version.tag))</ETag>"
            + "<Size>\(version.bytes.count)</Size>"
            + "<StorageClass>\(version.headers["x-amz-storage-class"] ?? "STANDARD")</StorageClass>"
    }
}
