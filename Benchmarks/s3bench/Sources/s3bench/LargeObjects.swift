import Glibc
import S3

/// Parts of GETs and uploads.
private let partSize: Int64 = 16 << 20
/// Parts in flight: what a transfer of one file takes by itself.
private let partsInFlight = 8

/// Downloads an object into a file by ranges in parallel.
func getLarge(_ key: Key, file path: String, _ place: Place) async throws {
    let head = try await place.client.headObject(HeadObjectInput(bucket: place.bucket, key: key))
    let file = try File(path, O_WRONLY | O_CREAT | O_TRUNC)
    guard let size = head.contentLength else { throw Failure("an object without a length") }
    try await inParallel(Int((size + partSize - 1) / partSize), width: partsInFlight) { part in
        var input = GetObjectInput(bucket: place.bucket, key: key)
        let start = Int64(part) * partSize
        input.range = .bytes(start..<min(start + partSize, size))
        input.ifMatch = head.eTag
        try await place.client.getObject(input, into: file)
    }
    guard file.written == size else { throw Failure("\(file.written) bytes of \(size)") }
}

/// Uploads a file in parts.
func putLarge(file path: String, _ key: Key, _ place: Place) async throws {
    let file = try File(path, O_RDONLY)
    let size = file.size
    let upload = try await place.client.createMultipartUpload(
        CreateMultipartUploadInput(bucket: place.bucket, key: key))
    let parts = Parts(count: Int((size + partSize - 1) / partSize))
    try await inParallel(parts.count, width: partsInFlight) { index in
        let start = Int64(index) * partSize
        let body = FileBody(file: file, start: start, count: min(partSize, size - start))
        let answer = try await place.client.uploadPart(
            UploadPartInput(
                bucket: place.bucket, key: key, partNumber: index + 1, uploadID: upload.uploadID, body: body))
        guard let tag = answer.eTag else { throw Failure("a part without an entity tag") }
        parts[index] = UploadedPart(eTag: tag, partNumber: index + 1)
    }
    var completion = CompleteMultipartUploadInput(bucket: place.bucket, key: key, uploadID: upload.uploadID)
    completion.multipartUpload = CompletedMultipartUpload(parts: parts.all)
    _ = try await place.client.completeMultipartUpload(completion)
}
