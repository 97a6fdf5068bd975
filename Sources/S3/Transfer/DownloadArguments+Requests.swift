extension DownloadArguments {
    /// The request for the object's head.
    func headObject(bucket: String, key: Key) -> HeadObjectInput {
        var input = HeadObjectInput(bucket: bucket, key: key)
        input.takeAccess(from: self)
        input.checksumMode = checksumMode
        input.versionID = versionID
        return input
    }

    /// The request for the object's bytes.
    func getObject(bucket: String, key: Key) -> GetObjectInput {
        var input = GetObjectInput(bucket: bucket, key: key)
        input.takeAccess(from: self)
        input.checksumMode = checksumMode
        input.versionID = versionID
        return input
    }
}
