import ObjectStore
import S3
import Synchronization

extension S3ObjectStore {
    func list(_ request: ListRequest) async throws(StoreError) -> ListPage {
        if !state.withLock({ $0.listsFirstVersion }) {
            do throws(S3Error) {
                return try await listSecondVersion(request)
            } catch {
                // A server without the second version refuses its name, or answers the first without a token.
                let isOld: Bool
                switch error.kind {
                case .malformedAnswer: isOld = request.continuation == nil
                case .service: isOld = error.code == "NotImplemented" || error.status == 501
                default: isOld = false
                }
                guard isOld else { throw StoreError(error) }
            }
            let page = try await listFirstVersion(request)
            state.withLock { $0.listsFirstVersion = true }
            return page
        }
        return try await listFirstVersion(request)
    }

    private func listSecondVersion(_ request: ListRequest) async throws(S3Error) -> ListPage {
        var input = ListObjectsV2Input(bucket: bucket)
        input.prefix = request.prefix.bytes.isEmpty ? nil : Key(request.prefix)
        input.delimiter = request.delimiter.map { String(UnicodeScalar($0)) }
        input.startAfter = request.startAfter.map { Key($0) }
        input.maxKeys = request.maxKeys
        input.continuationToken = request.continuation?.token
        let page = try await client.listObjectsV2(input)
        return ListPage(
            objects: Self.objects(page.contents),
            commonPrefixes: page.commonPrefixes.map { ObjectKey($0.bytes) },
            next: page.nextContinuationToken.map { ListContinuation(token: $0) })
    }

    private func listFirstVersion(_ request: ListRequest) async throws(StoreError) -> ListPage {
        var input = ListObjectsInput(bucket: bucket)
        input.prefix = request.prefix.bytes.isEmpty ? nil : Key(request.prefix)
        input.delimiter = request.delimiter.map { String(UnicodeScalar($0)) }
        // The token is the marker in hexadecimal: a marker is bytes, a token is text.
        input.marker =
            request.continuation.map { Key(Self.bytes(ofHexadecimal: $0.token)) } ?? request.startAfter.map { Key($0) }
        input.maxKeys = request.maxKeys
        let page = try await asking { () throws(S3Error) in try await client.listObjects(input) }
        return ListPage(
            objects: Self.objects(page.contents),
            commonPrefixes: page.commonPrefixes.map { ObjectKey($0.bytes) },
            next: page.nextPageMarker.map { marker in
                let digits = marker.bytes.map { byte in
                    byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
                }
                return ListContinuation(token: digits.joined())
            })
    }

    /// The objects of a page.
    ///
    /// SeaweedFS lists a directory of its filer that no object stands for as one without ETag.
    private static func objects(_ contents: [ListedObject]) -> [ObjectInfo] {
        contents.map { ObjectInfo($0) }.filter { !$0.key.isDirectoryMarker || $0.etag?.value != "" }
    }

    private static func bytes(ofHexadecimal text: String) -> [UInt8] {
        let digits = Array(text.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap { index in
            UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
        }
    }

    func head(_ key: ObjectKey) async throws(StoreError) -> ObjectMetadata {
        // Asked for such a key, some servers answer with another object, or that the signature is wrong.
        guard canKeep(key) else { throw StoreError(.notFound, "the server cannot have this key") }
        let head = try await asking { () throws(S3Error) in
            try await client.headObject(HeadObjectInput(bucket: bucket, key: Key(key)))
        }
        return ObjectMetadata(ObjectHead(head), key: key)
    }

    func get(
        _ key: ObjectKey, range: ByteRange?, ifMatches etag: ETag?, versionID: String?,
        onHead: (@Sendable (ObjectMetadata) -> Void)?, into sink: any ByteSink
    ) async throws(StoreError) -> ObjectMetadata {
        guard canKeep(key) else { throw StoreError(.notFound, "the server cannot have this key") }
        if let range, range.isEmpty {
            // HTTP has no empty range: the head is all there is.
            var input = HeadObjectInput(bucket: bucket, key: Key(key))
            input.ifMatch = etag?.quoted
            input.versionID = versionID
            let head = try await asking { () throws(S3Error) in try await client.headObject(input) }
            let metadata = ObjectMetadata(ObjectHead(head), key: key)
            onHead?(metadata)
            return metadata
        }
        var input = GetObjectInput(bucket: bucket, key: Key(key))
        input.range = range.map { .bytes($0.range) }
        input.ifMatch = etag?.quoted
        input.versionID = versionID
        let head = try await asking { () throws(S3Error) in
            try await client.getObject(
                input, onHead: onHead.map { onHead in { @Sendable head in onHead(ObjectMetadata(head, key: key)) } },
                into: SinkBody(sink: sink))
        }
        return ObjectMetadata(head, key: key)
    }
}
