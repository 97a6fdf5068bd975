extension ExampleStore {
    mutating func uploadAnswer(_ request: ExampleRequest) -> ExampleResponse {
        if request.query["uploads"] != nil {
            let id = "upload\(number())"
            uploads[id] = Upload(bucket: request.bucket, key: request.key, headers: request.fields(Self.kept))
            return ExampleResponse(
                xml: "<InitiateMultipartUploadResult><UploadId>\(id)</UploadId></InitiateMultipartUploadResult>")
        }
        guard let id = request.query["uploadId"], let upload = uploads[id] else { return .error(404, "NoSuchUpload") }
        switch request.method {
        case "PUT": return part(request, id)
        case "DELETE":
            uploads[id] = nil
            return ExampleResponse(204)
        case "POST": return complete(request, id, upload)
        default:
            let parts = upload.parts.sorted { $0.key < $1.key }.map { number, part in
                let sum = part.headers["x-amz-checksum-crc32"]
                let checksum = sum.map { "<ChecksumCRC32>\($0)</ChecksumCRC32>" } ?? ""
                return "<Part><PartNumber>\(number)</PartNumber><ETag>\(XMLText.escaped(part.tag))</ETag>"
                    + "<Size>\(part.bytes.count)</Size><LastModified>\(Self.date)</LastModified>\(checksum)</Part>"
            }
            return ExampleResponse(
                xml: "<ListPartsResult><UploadId>\(id)</UploadId><IsTruncated>false</IsTruncated>"
                    + "<ChecksumAlgorithm>CRC32</ChecksumAlgorithm>\(parts.joined())</ListPartsResult>")
        }
    }

    private mutating func part(_ request: ExampleRequest, _ id: String) -> ExampleResponse {
        guard let number = request.query["partNumber"].flatMap({ Int($0) }) else {
            return .error(400, "InvalidArgument")
        }
        var part = Version(id: "null", bytes: request.body, headers: request.fields(["x-amz-checksum-"]))
        if let source = request["x-amz-copy-source"] {
            guard let copied = self.source(source) else { return .error(404, "NoSuchKey") }
            part.bytes = copied.bytes
            if let range = request["x-amz-copy-source-range"]?.dropFirst("bytes=".count).split(separator: "-"),
                let first = Int(range[0]), let last = Int(range[1])
            {
                part.bytes = Array(copied.bytes[first...last])
            }
            uploads[id]?.parts[number] = part
            return ExampleResponse(xml: "<CopyPartResult><ETag>\(XMLText.escaped(part.tag))</ETag></CopyPartResult>")
        }
        uploads[id]?.parts[number] = part
        var headers = part.headers.filter { $0.key.hasPrefix("x-amz-checksum-crc") }
        headers["etag"] = part.tag
        return ExampleResponse(200, headers)
    }

    private mutating func complete(_ request: ExampleRequest, _ id: String, _ upload: Upload) -> ExampleResponse {
        var version = Version(id: "null", headers: upload.headers.filter { !$0.key.hasPrefix("x-amz-checksum") })
        for number in XMLText.values("PartNumber", in: request.text).compactMap({ Int($0) }) {
            guard let part = upload.parts[number] else { return .error(400, "InvalidPart") }
            version.bytes += part.bytes
            version.parts.append(part.bytes.count)
        }
        uploads[id] = nil
        let headers = keep(version, request.bucket, request.key)
        return ExampleResponse(
            xml: "<CompleteMultipartUploadResult><Bucket>\(request.bucket)</Bucket>"
                + "<Key>\(XMLText.escaped(request.key))</Key><ETag>\(XMLText.escaped(version.tag))</ETag>"
                + "</CompleteMultipartUploadResult>",
            headers.filter { $0.key == "x-amz-version-id" })
    }

    func listUploads(_ bucket: String) -> ExampleResponse {
        let list = uploads.filter { $0.value.bucket == bucket }.sorted { $0.key < $1.key }.map {
            "<Upload><Key>\(XMLText.escaped($0.value.key))</Key><UploadId>\($0.key)</UploadId>"
                + "<Initiated>\(Self.date)</Initiated></Upload>"
        }
        return ExampleResponse(
            xml: "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>\(list.joined())"
                + "</ListMultipartUploadsResult>")
    }
}
