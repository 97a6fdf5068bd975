import ObjectStore

/// Makes one object of many parts, several at a time.
struct MultipartWrite: Sendable {
    let store: any ObjectStore
    /// Parts under way at once.
    let parallel: Int

    typealias Sent = Result<CompletedPart, StoreError>

    /// Create, one request a part, Complete.
    ///
    /// On any failure the upload is aborted.
    ///
    /// - Parameters:
    ///   - began: told of the upload as soon as there is one.
    ///   - aborted: told when the upload is no more, and has made no object.
    ///   - send: makes one part.
    ///   - confirm: asked when all parts are there, before they become the object.
    func callAsFunction(
        _ key: ObjectKey,
        attributes: ObjectAttributes,
        plan: PartPlan,
        if precondition: Precondition?,
        began: (MultipartUpload) -> Void = { _ in },
        aborted: () -> Void = {},
        send: @escaping @Sendable (MultipartUpload, PartPlan.Part) async -> Sent,
        confirm: () async throws(StoreError) -> Void
    ) async throws(StoreError) -> StoredObject {
        let upload = try await store.createUpload(key, attributes: attributes)
        began(upload)
        do {
            let parts = try await sendAll(upload, plan.parts, send)
            try await confirm()
            return try await store.completeUpload(upload, parts, if: precondition)
        } catch {
            // In a task of its own: that this one was cancelled must not leave the parts behind. If it fails there is
            // nothing more to be done than what the bucket's lifecycle rule does.
            let store = store
            let isGone = await Task { (try? await store.abortUpload(upload)) != nil }.value
            if isGone { aborted() }
            throw error
        }
    }

    private func sendAll(
        _ upload: MultipartUpload,
        _ parts: [PartPlan.Part],
        _ send: @escaping @Sendable (MultipartUpload, PartPlan.Part) async -> Sent
    ) async throws(StoreError) -> [CompletedPart] {
        let result = await withTaskGroup(of: Sent.self) { group -> Result<[CompletedPart], StoreError> in
            var waiting = parts.makeIterator()
            var done: [CompletedPart] = []
            var failure: StoreError?
            for _ in 0..<max(1, parallel) {
                guard let part = waiting.next() else { break }
                group.addTask { await send(upload, part) }
            }
            while let sent = await group.next() {
                switch sent {
                case .success(let part):
                    done.append(part)
                    if failure == nil, let part = waiting.next() { group.addTask { await send(upload, part) } }
                case .failure(let error):
                    // The first counts; the others are cancelled because of it.
                    if failure == nil {
                        failure = error
                        group.cancelAll()
                    }
                }
            }
            if let failure { return .failure(failure) }
            return .success(done.sorted { $0.number < $1.number })
        }
        return try result.get()
    }
}
