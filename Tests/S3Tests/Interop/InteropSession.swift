@testable import S3

/// Goes through the steps of the session, as `session.py` does with boto3.
final class InteropSession {
    let client: S3Client
    private let buckets: [String: String]
    private let tree: InteropTree
    /// What steps kept for later ones.
    private var kept: [String: String] = [:]

    init(client: S3Client, buckets: [String: String], tree: InteropTree) {
        self.client = client
        self.buckets = buckets
        self.tree = tree
    }

    /// What a step came to: `result` or `error`.
    func run(_ step: Parameters) async -> JSONValue {
        do {
            return .object(["result": try await result(of: step)])
        } catch let error as S3Error {
            guard case .service = error.kind else {
                return .object(["error": .object(["code": .string("client"), "message": .string("\(error)")])])
            }
            return .object([
                "error": .object([
                    "code": .string(error.code), "message": .string(error.message),
                    "status": .number(Double(error.status)),
                ])
            ])
        } catch {
            return .object(["error": .object(["code": .string("broken"), "message": .string("\(error)")])])
        }
    }

    private func result(of step: Parameters) async throws -> JSONValue {
        switch step["do"].text {
        case "call": return try await call(step)
        case "pages": return try await pages(step)
        case "presign": return try await presign(step)
        case "post": return try await post(step)
        case "upload": return try await upload(step)
        case "download": return try await download(step)
        case "copy": return try await copy(step)
        case "state": return try await state(step)
        default: throw InteropFailure("no such step: \(step["do"].text)")
        }
    }

    /// A parameter with what it refers to in its place.
    private func resolved(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            if case .string(let name)? = members["$"] { return .string(kept[name] ?? "none") }
            var result = members.mapValues { resolved($0) }
            if case .string(let name)? = members["Bucket"] { result["Bucket"] = .string(buckets[name] ?? name) }
            return .object(result)
        case .array(let items): return .array(items.map { resolved($0) })
        default: return value
        }
    }

    private func parameters(_ step: Parameters, _ name: String = "with") -> Parameters {
        Parameters(resolved(step[name].value))
    }

    private func bucket(_ step: Parameters) -> String { buckets[step["bucket"].text] ?? "" }

    // MARK: What steps do

    private func call(_ step: Parameters) async throws -> JSONValue {
        let answer = try await Inputs.send(step["operation"].text, parameters(step), by: client)
        guard let answer, case .object(var members)? = tree.value(answer) else {
            throw InteropFailure("no such operation: \(step["operation"].text)")
        }
        if let object = answer as? GetObjectOutput {
            members["Body"] = InteropBody.summary(of: try await object.body.collect())
        }
        for (name, path) in step["keep"].texts {
            var found = Parameters(.object(members))
            for part in path.split(separator: ".") { found = found[String(part)] }
            kept[name] = found.text.isEmpty ? "none" : found.text
        }
        return .object(members)
    }

    private func pages(_ step: Parameters) async throws -> JSONValue {
        let p = parameters(step)
        let size = step["pages"].has("PageSize")?.integer
        let limit = step["pages"].has("MaxItems")?.integer
        switch step["operation"].text {
        case "ListObjectsV2":
            return try await list(client.listObjectsV2Pages(Inputs.listObjectsV2(p), pageSize: size, limit: limit))
        case "ListObjects":
            return try await list(client.listObjectsPages(Inputs.listObjects(p), pageSize: size, limit: limit))
        case "ListObjectVersions":
            return try await list(
                client.listObjectVersionsPages(Inputs.listObjectVersions(p), pageSize: size, limit: limit))
        case "ListMultipartUploads":
            return try await list(
                client.listMultipartUploadsPages(Inputs.listMultipartUploads(p), pageSize: size, limit: limit))
        case "ListParts":
            return try await list(client.listPartsPages(Inputs.listParts(p), pageSize: size, limit: limit))
        default: throw InteropFailure("no pages of \(step["operation"].text)")
        }
    }

    private func list<Input, Page, Item>(_ pages: Pages<Input, Page, Item>) async throws -> JSONValue {
        var found: [JSONValue] = []
        for try await page in pages {
            if let page = tree.value(page) { found.append(page) }
        }
        return .object(["Pages": .array(found)])
    }

    private func presign(_ step: Parameters) async throws -> JSONValue {
        guard let input = Inputs.input(step["operation"].text, parameters(step)) else {
            throw InteropFailure("no such operation: \(step["operation"].text)")
        }
        let url = try await client.presignedURL(
            input, expiresIn: step.has("expires")?.integer ?? 3600, method: step.has("method")?.text)
        let send = step["send"]
        let answer = try await PlainHTTP.send(
            url.method, url.url, headers: send["headers"].texts, body: send.has("body")?.bytes)
        let query = url.url.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
        let names = query.split(separator: "&").map { String($0.split(separator: "=")[0]) }
        return plain(answer, ["query": .array(names.sorted().map { .string($0) })])
    }

    private func post(_ step: Parameters) async throws -> JSONValue {
        let form = try await client.presignedPost(
            bucket: bucket(step), key: step["key"].key,
            fields: step["fields"].texts.map { PostField($0.key, $0.value) },
            conditions: step["conditions"].items.map { condition($0) },
            expiresIn: step.has("expires")?.integer ?? 3600)
        let boundary = "----interop"
        let changes = step["change"].texts
        var body: [UInt8] = []
        for field in form.fields {
            let head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field.name)\"\r\n\r\n"
            body += (head + (changes[field.name] ?? field.value) + "\r\n").utf8
        }
        body +=
            ("--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(step["file"].text)\"\r\n"
            + "Content-Type: text/plain\r\n\r\n").utf8
        body += step["body"].bytes
        body += "\r\n--\(boundary)--\r\n".utf8
        let answer = try await PlainHTTP.send(
            "POST", form.url, headers: ["content-type": "multipart/form-data; boundary=\(boundary)"], body: body)
        return plain(answer, ["fields": .array(form.fields.map(\.name).sorted().map { .string($0) })])
    }

    private func condition(_ value: Parameters) -> PostCondition {
        if let (name, text) = value.texts.first { return .equals(name, text) }
        let items = value.items
        if items[0].text == "content-length-range" { return .contentLength(items[1].long...items[2].long) }
        return .startsWith(String(items[1].text.dropFirst()), items[2].text)
    }

    private func plain(_ answer: PlainHTTP.Answer, _ more: [String: JSONValue]) -> JSONValue {
        var members = more
        members["status"] = .number(Double(answer.status))
        members["headers"] = .object(answer.headers.mapValues { .string($0) })
        if answer.status >= 400 {
            let text = String(decoding: answer.body, as: UTF8.self)
            let code = text.split(separator: "<Code>", maxSplits: 1).dropFirst().first?.split(separator: "</Code>")
                .first
            members["code"] = .string(String(code ?? ""))
        } else {
            members["Body"] = InteropBody.summary(of: answer.body)
        }
        return .object(members)
    }

    private func transfer(_ step: Parameters) -> TransferConfig {
        var config = TransferConfig()
        config.multipartThreshold = step.has("part")?.long ?? 8 << 20
        config.multipartChunkSize = config.multipartThreshold
        return config
    }

    private func upload(_ step: Parameters) async throws -> JSONValue {
        var arguments = UploadArguments()
        arguments.contentType = step["extra"].has("ContentType")?.text
        arguments.metadata = step["extra"]["Metadata"].texts
        try await client.uploadFileObject(
            BytesBody(step["body"].bytes), bucket: bucket(step), key: step["key"].key, extraArgs: arguments,
            config: transfer(step))
        return .object([:])
    }

    private func download(_ step: Parameters) async throws -> JSONValue {
        var bytes: [UInt8] = []
        try await client.downloadFileObject(bucket: bucket(step), key: step["key"].key, config: transfer(step)) {
            bytes += $0
        }
        return .object(["Body": InteropBody.summary(of: bytes)])
    }

    private func copy(_ step: Parameters) async throws -> JSONValue {
        var arguments = CopyArguments()
        arguments.contentType = step["extra"].has("ContentType")?.text
        arguments.metadata = step["extra"]["Metadata"].texts
        if let directive = step["extra"].has("MetadataDirective") {
            arguments.metadataDirective = MetadataDirective(rawValue: directive.text)
        }
        try await client.copy(
            parameters(step, "source").copySource, bucket: bucket(step), key: step["key"].key, extraArgs: arguments,
            config: transfer(step))
        return .object([:])
    }

    /// Everything about every object, and every version, of a bucket.
    private func state(_ step: Parameters) async throws -> JSONValue {
        let bucket = bucket(step)
        var objects: [JSONValue] = []
        var markers: [JSONValue] = []
        if step["versions"].isTrue {
            for try await page in client.listObjectVersionsPages(ListObjectVersionsInput(bucket: bucket)) {
                markers += page.deleteMarkers.compactMap { tree.value($0) }
                objects += page.versions.compactMap { tree.value($0) }
            }
        } else {
            for try await page in client.listObjectsV2Pages(ListObjectsV2Input(bucket: bucket)) {
                objects += page.contents.compactMap { tree.value($0) }
            }
        }
        var states: [JSONValue] = []
        for listed in objects {
            var name: [String: JSONValue] = ["Bucket": .string(bucket), "Key": Parameters(listed)["Key"].value]
            if let version = Parameters(listed).has("VersionId") { name["VersionId"] = version.value }
            var state = ["Listed": listed]
            for operation in ["GetObject", "HeadObject", "GetObjectTagging"] {
                state[operation] = await run(
                    Parameters(
                        .object(["do": .string("call"), "operation": .string(operation), "with": .object(name)])))
            }
            states.append(.object(state))
        }
        return .object(["DeleteMarkers": .array(markers), "Objects": .array(states)])
    }
}

/// The test itself is wrong, or the machine.
struct InteropFailure: Error {
    let message: String
    init(_ message: String) { self.message = message }
}
