/// Why a store could not do what it was asked: only what any object store can say.
package struct StoreError: Error, Hashable, Sendable {
    /// The closed set of reasons; the errno table switches over it without a default.
    package enum Reason: Hashable, Sendable, CaseIterable {
        /// No such object (404).
        case notFound
        /// No such bucket.
        case bucketMissing
        /// No such multipart upload.
        case uploadMissing
        /// `If-Match` or `If-None-Match` did not hold (412).
        case preconditionFailed
        /// Another request is changing the same thing (409), and went on doing so until retries ended.
        case conflict
        /// The range begins at or after the end (416).
        case rangeUnsatisfiable
        /// The credentials may not do this (403).
        case accessDenied
        /// The credentials or the signature are not accepted, or there are none.
        case credentialsRejected
        /// The object is archived and must be restored first.
        case archived
        /// The server does not have this operation (501, 405).
        case unsupported
        /// The object or part is larger than the server takes.
        case tooLarge
        /// The key is longer than the server takes.
        case keyTooLong
        /// The user metadata is larger than the server takes (2 KiB on S3).
        case metadataTooLarge
        /// Parts are missing, too small or in the wrong order.
        case uploadRejected
        /// Bytes changed on the way.
        case corrupted
        /// Not reachable, or failing (5xx), until retries ended.
        case unavailable
        /// The server said slow down until retries ended.
        case throttled
        /// The bucket is in another region.
        case wrongRegion
        /// The local disk has no room for what is to be sent.
        case localDiskFull
        /// The bucket's or the server's storage limit is reached.
        case quotaExceeded
        /// Any other refusal of the request itself (400 family).
        case rejected
        /// The caller gave up before anything happened.
        case cancelled
    }

    package var reason: Reason
    /// For the log: what the server said, its code, status and request id.
    ///
    /// Holds no secret.
    package var detail: String

    package init(_ reason: Reason, _ detail: String = "") {
        self.reason = reason
        self.detail = detail
    }
}

extension StoreError: CustomStringConvertible {
    package var description: String { detail.isEmpty ? "\(reason)" : "\(reason): \(detail)" }
}
