import S3

/// Downloads an object into a file, as the library does it for anybody.
func getLarge(_ key: Key, file path: String, _ place: Place) async throws {
    _ = try await place.client.downloadFile(bucket: place.bucket, key: key, to: path)
}

/// Uploads a file, as the library does it for anybody.
func putLarge(file path: String, _ key: Key, _ place: Place) async throws {
    _ = try await place.client.uploadFile(path, bucket: place.bucket, key: key)
}
