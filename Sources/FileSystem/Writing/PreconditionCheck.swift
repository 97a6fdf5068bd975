import ObjectStore

/// What is sent as a condition, where servers differ in what they honour.
enum PreconditionCheck {
    /// A condition that the server will not check is checked here by HEAD, as near to the write as can be.
    ///
    /// - Parameters:
    ///   - ifAbsent: whether the server honours `If-None-Match: *` on the request to come.
    ///   - ifMatches: whether it honours `If-Match`.
    /// - Returns: the condition to send. At most one request.
    /// - Throws: `.preconditionFailed` when it does not hold.
    static func prepare(
        _ precondition: Precondition?,
        on key: ObjectKey,
        in store: any ObjectStore,
        ifAbsent: Bool,
        ifMatches: Bool
    ) async throws(StoreError) -> Precondition? {
        switch precondition {
        case nil: return nil
        case .absent where ifAbsent: return precondition
        case .matches where ifMatches: return precondition
        case .absent:
            do {
                _ = try await store.head(key)
            } catch  where error.reason == .notFound {
                return nil
            }
            throw StoreError(.preconditionFailed, "\(key) exists")
        case .matches(let etag):
            try await requireMatch(etag, on: key, in: store)
            return nil
        }
    }

    /// Checks by one HEAD that the object has this tag.
    ///
    /// - Throws: `.preconditionFailed` unless it has.
    static func requireMatch(_ etag: ETag, on key: ObjectKey, in store: any ObjectStore) async throws(StoreError) {
        let found: ETag?
        do {
            found = try await store.head(key).info.etag
        } catch  where error.reason == .notFound {
            found = nil
        }
        guard found == etag else { throw StoreError(.preconditionFailed, "\(key) is not \(etag) any more") }
    }
}
