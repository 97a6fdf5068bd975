package import ObjectStore
import Synchronization

/// The kinds of request that a store sends, one for each operation of S3.
package enum RequestKind: String, Hashable, Sendable, CaseIterable {
    case list, head, get, put, copy, delete, deleteBatch
    case createUpload, uploadPart, copyPart, completeUpload, abortUpload, listParts
}

/// One request, as a server would write it into its access log.
package struct RequestRecord: Hashable, Sendable {
    package let kind: RequestKind
    /// The object's key; the prefix of a listing; the first key of a batch.
    package let key: ObjectKey
    /// The range asked of a GET or a part copy.
    package let range: ByteRange?
    /// Bytes of the body, up or down; the number of keys for a listing and a batch.
    package let bytes: Int64

    package init(_ kind: RequestKind, _ key: ObjectKey, range: ByteRange? = nil, bytes: Int64 = 0) {
        self.kind = kind
        self.key = key
        self.range = range
        self.bytes = bytes
    }
}

extension RequestRecord: CustomStringConvertible {
    package var description: String {
        let part = range.map { " [\($0.lowerBound)..<\($0.upperBound)]" } ?? ""
        return "\(kind.rawValue) \(key.description.debugDescription)\(part) \(bytes)"
    }
}

/// The requests that reached a store, in order; for tests that count them.
package final class RequestLog: Sendable {
    private let entries = Mutex<[RequestRecord]>([])

    package init() {}

    /// Every request since the last reset.
    package var records: [RequestRecord] { entries.withLock { $0 } }

    /// How many requests of each kind there were; kinds without one are absent.
    package var counts: [RequestKind: Int] {
        entries.withLock { $0.reduce(into: [:]) { $0[$1.kind, default: 0] += 1 } }
    }

    /// How many requests of one kind there were.
    package func count(of kind: RequestKind) -> Int {
        entries.withLock { $0.count { $0.kind == kind } }
    }

    /// Forgets everything.
    package func reset() { entries.withLock { $0 = [] } }

    /// Adds a request.
    package func append(_ record: RequestRecord) { entries.withLock { $0.append(record) } }
}

extension RequestLog: CustomStringConvertible {
    package var description: String { records.map(\.description).joined(separator: "\n") }
}
