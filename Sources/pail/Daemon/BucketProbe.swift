import S3

/// What a mount finds out about its bucket before it is there: two requests, neither of which can change anything.
struct BucketProbe {
    let client: S3Client
    let bucket: String
    /// Without a leading slash; ends in one unless it is empty.
    let prefix: String

    init(_ client: S3Client, _ plan: MountPlan) {
        self.client = client
        bucket = plan.bucket.bucket
        prefix = plan.bucket.prefix
    }

    /// Lists one key: the credentials, the bucket, the region, the clock and the way there are all good after that.
    ///
    /// One LIST with `max-keys=1`, and another one where the server has only the first version of it.
    ///
    /// - Returns: whether there is a key under the prefix.
    func checkReading() async throws(S3Error) -> Bool {
        var input = ListObjectsV2Input(bucket: bucket)
        input.prefix = Key(prefix)
        input.maxKeys = 1
        do throws(S3Error) {
            return !(try await client.listObjectsV2(input)).contents.isEmpty
        } catch {
            // A server that has the first version of ListObjects only answers this; the store asks it the other way.
            guard error.code == "NotImplemented" || error.status == 501 else { throw error }
            var first = ListObjectsInput(bucket: bucket)
            first.prefix = input.prefix
            first.maxKeys = 1
            return !(try await client.listObjects(first)).contents.isEmpty
        }
    }

    /// Whether the prefix is the key of an object with bytes in it; false where the server does not say.
    ///
    /// One HEAD, none for a whole bucket.
    func isObject() async -> Bool {
        guard !prefix.isEmpty else { return false }
        let head = HeadObjectInput(bucket: bucket, key: Key(String(prefix.dropLast())))
        // Of an empty one some servers say the same as of a directory.
        return (try? await client.headObject(head))?.contentLength ?? 0 > 0
    }

    /// Whether the credentials may write, without writing: a part for an upload that does not exist.
    ///
    /// Who may write is told that there is no such upload; who may not is told that. One UploadPart without bytes.
    func mayWrite() async -> Bool {
        let part = UploadPartInput(
            bucket: bucket, key: Key(prefix + ".pail-may-write"), partNumber: 1,
            uploadID: "00000000000000000000000000000000", body: BytesBody([]))
        do throws(S3Error) {
            _ = try await client.uploadPart(part)
        } catch {
            return !(error.code == "AccessDenied" || error.status == 403)
        }
        return true
    }
}
