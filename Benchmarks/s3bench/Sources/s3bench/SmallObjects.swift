import S3
import Synchronization

/// Counts what it gets.
private final class CountingSink: BodySink {
    let count = Atomic(0)

    func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        count.wrappingAdd(bytes.count, ordering: .relaxed)
    }
}

/// The key of a small object: the prefix and six digits.
private func key(_ prefix: String, _ number: Int) -> Key {
    let digits = String(number)
    return Key(prefix + String(repeating: "0", count: max(0, 6 - digits.count)) + digits)
}

private let smallSize = 4096

/// Reads each object.
func getSmall(_ prefix: String, count: Int, _ place: Place) async throws {
    try await inParallel(count, width: place.width) { number in
        let sink = CountingSink()
        try await place.client.getObject(
            GetObjectInput(bucket: place.bucket, key: key(prefix, number)), into: sink)
        guard sink.count.load(ordering: .relaxed) == smallSize else { throw Failure("a short object") }
    }
}

/// Asks for each object's head.
func headSmall(_ prefix: String, count: Int, _ place: Place) async throws {
    try await inParallel(count, width: place.width) { number in
        _ = try await place.client.headObject(HeadObjectInput(bucket: place.bucket, key: key(prefix, number)))
    }
}

/// Writes each object.
func putSmall(_ prefix: String, count: Int, _ place: Place) async throws {
    let body = BytesBody((0..<smallSize).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
    try await inParallel(count, width: place.width) { number in
        _ = try await place.client.putObject(
            PutObjectInput(bucket: place.bucket, key: key(prefix, number), body: body))
    }
}
