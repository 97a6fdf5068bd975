import S3

/// What a mount finds out about its bucket before it is there: two requests, neither of which can change anything.
struct BucketProbe {
    let client: S3Client
    let bucket: String
    /// Without a leading slash; ends in one unless it is empty.
    let prefix: String

    /// Lists one key: the credentials, the bucket, the region, the clock and the way there are all good after that.
    ///
    /// One LIST with `max-keys=1`, and another one where the server has only the first version of it.
    func checkReading() async throws(S3Error) {
        var input = ListObjectsV2Input(bucket: bucket)
        input.prefix = Key(prefix)
        input.maxKeys = 1
        do throws(S3Error) {
            _ = try await client.listObjectsV2(input)
        } catch {
            // A server that has the first version of ListObjects only answers this; the store asks it the other way.
            guard error.code == "NotImplemented" || error.status == 501 else { throw error }
            var first = ListObjectsInput(bucket: bucket)
            first.prefix = input.prefix
            first.maxKeys = 1
            _ = try await client.listObjects(first)
        }
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
