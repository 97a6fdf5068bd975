import ObjectStore
import S3

extension S3ObjectStore {
    /// Performs a write under a condition: by the server where it can, else by a HEAD before it.
    ///
    /// A server may claim a condition and not honour it (Ceph 16 answers 412 to the right tag): when the object under
    /// `key` still is what was demanded, the capability is given up and the write made without it.
    ///
    /// - Parameter absence: what it is when there is no object that the tag could match.
    func conditionally<Output>(
        _ precondition: Precondition, on key: ObjectKey, by capability: WritableKeyPath<StoreCapabilities, Bool>,
        named name: String, ifGone absence: StoreError.Reason = .preconditionFailed,
        _ write: (Precondition?) async throws(StoreError) -> Output
    ) async throws(StoreError) -> Output {
        guard capabilities[keyPath: capability] else {
            try await check(precondition, on: key, ifGone: absence)
            return try await write(nil)
        }
        do throws(StoreError) {
            return try await write(precondition)
        } catch {
            switch error.reason {
            case .unsupported:
                try await check(precondition, on: key, ifGone: absence)
                lose(capability, "the server does not know \(name); a request before each write checks instead")
            case .preconditionFailed:
                guard case .matches = precondition else { throw error }
                do throws(StoreError) {
                    try await check(precondition, on: key, ifGone: absence)
                } catch let checked {
                    throw checked.reason == .preconditionFailed ? error : checked
                }
                lose(capability, "the server does not honour \(name); a request before each write checks instead")
            case .notFound:
                // There is no object any more that the tag could match.
                throw StoreError(absence, error.detail)
            default: throw error
            }
            return try await write(nil)
        }
    }

    /// Checks a condition by a HEAD.
    ///
    /// - Throws: `StoreError` `.preconditionFailed`, or `absence`.
    private func check(
        _ precondition: Precondition, on key: ObjectKey, ifGone absence: StoreError.Reason
    ) async throws(StoreError) {
        let current: ETag?
        do throws(StoreError) {
            current = try await head(key).info.etag
        } catch {
            guard error.reason == .notFound else { throw error }
            if case .absent = precondition { return }
            throw StoreError(absence, "the object is gone")
        }
        guard case .matches(let wanted) = precondition, current == wanted else {
            throw StoreError(.preconditionFailed, "the object has another tag: \(current?.value ?? "none")")
        }
    }
}
