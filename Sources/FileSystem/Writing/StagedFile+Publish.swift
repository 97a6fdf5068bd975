import LocalStore
import ObjectStore
import Synchronization

extension StagedFile {
    /// What is to become of the content.
    private struct Publish {
        let key: ObjectKey
        let attributes: ObjectAttributes
        let precondition: Precondition?
    }

    /// Puts the content into the bucket.
    ///
    /// One PUT up to `singlePutLimit`; beyond it a multipart upload, in which the server copies what is unchanged. On
    /// success the published version is the base. On failure nothing is lost, the content stays dirty and the next
    /// publish sends all of it. One at a time: the callers have the inode's gate.
    ///
    /// - Parameters:
    ///   - attributes: stored with the object; they replace all it had.
    ///   - precondition: what must be true of `key`.
    /// - Throws: `.preconditionFailed` when the precondition does not hold, or when the base is gone; `.tooLarge`.
    func publish(
        to key: ObjectKey,
        attributes: ObjectAttributes,
        if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject {
        let publish = Publish(key: key, attributes: attributes, precondition: precondition)
        let end = SharedResult<Void, Never>()
        // Between two writes, never amid one.
        content.withLock { journal in
            let target = state.withLock { state in
                Swift.precondition(state.publishing == nil, "two publishes of one file, to \(key)")
                state.publishing = end
                state.target?.key = key
                state.target?.attributes = attributes
                state.target?.precondition = precondition
                return state.target
            }
            // The next mount sees by it whether the bucket has the content already, if we do not live to hear of it.
            if let target { try? journal?.append([.publishing(target)]) }
        }
        let result = await perform(publish)
        content.withLock { journal in
            state.withLock { state in
                state.publishing = nil
                if case .success(let stored) = result { take(stored, key, &state) }
            }
            guard case .success = result else { return }
            journal?.end()
            journal = nil
        }
        end.resolve(.success(()))
        return try result.get()
    }

    private func perform(_ publish: Publish) async -> Result<StoredObject, StoreError> {
        do throws(StoreError) {
            guard size > configuration.singlePutLimit else { return .success(try await put(publish)) }
            do throws(StoreError) {
                return .success(try await multipart(publish))
            } catch  where error.reason == .unsupported && size <= store.capabilities.maximumPartSize {
                return .success(try await put(publish))
            } catch  where error.reason == .conflict || error.reason == .uploadMissing {
                // A conditional Complete that met another request has to begin anew, with new parts.
                return .success(try await multipart(publish))
            }
        } catch {
            return .failure(error)
        }
    }

    private func put(_ publish: Publish) async throws(StoreError) -> StoredObject {
        do {
            try await fetchMissing(in: 0..<size, ahead: false)
        } catch {
            throw error.storeError
        }
        let capabilities = store.capabilities
        let precondition = try await PreconditionCheck.prepare(
            publish.precondition,
            on: publish.key,
            in: store,
            ifAbsent: capabilities.putIfAbsent,
            ifMatches: capabilities.putIfMatches
        )
        let body = StagingSource(file: file, range: 0..<size)
        return try await store.put(publish.key, body, attributes: publish.attributes, if: precondition)
    }

    private func multipart(_ publish: Publish) async throws(StoreError) -> StoredObject {
        let capabilities = store.capabilities
        let (size, base, unchanged) = state.withLock { ($0.size, $0.base, $0.unchanged) }
        // The server takes ranges of large objects only.
        let source = base.flatMap { capabilities.partCopy && $0.size > capabilities.minimumPartSize ? $0 : nil }
        guard
            let plan = PartPlan(
                size: size,
                copyable: source == nil ? RangeSet() : unchanged,
                limits: configuration.limits(capabilities)
            )
        else { throw StoreError(.tooLarge, "\(size) bytes") }
        // One whose abort failed; where that fails again, it is left to a lifecycle rule of the bucket.
        if let upload = state.withLock({ $0.upload }), (try? await store.abortUpload(upload)) != nil { noteUpload(nil) }
        let isConditional = capabilities.conditionalComplete
        let write = MultipartWrite(store: store, parallel: configuration.parallelParts)
        return try await write(
            publish.key,
            attributes: publish.attributes,
            plan: plan,
            // Checked before Complete where the server does not.
            if: isConditional ? publish.precondition : nil,
            began: { upload in self.noteUpload(upload) },
            aborted: { self.noteUpload(nil) },
            send: { upload, part in await self.send(part, of: upload) },
            confirm: { () throws(StoreError) in
                let hasCopies = plan.parts.contains(where: \.isCopy)
                if hasCopies, !capabilities.copySourceIfMatch, let source, let etag = source.etag {
                    try await PreconditionCheck.requireMatch(etag, on: source.key, in: store)
                }
                guard !isConditional else { return }
                _ = try await PreconditionCheck.prepare(
                    publish.precondition,
                    on: publish.key,
                    in: store,
                    ifAbsent: false,
                    ifMatches: false
                )
            }
        )
    }

    private func send(_ part: PartPlan.Part, of upload: MultipartUpload) async -> Result<CompletedPart, StoreError> {
        do throws(StoreError) {
            if part.isCopy, let base {
                do throws(StoreError) {
                    return .success(
                        try await store.copyPart(
                            upload,
                            part.number,
                            from: base.key,
                            range: ByteRange(part.range),
                            sourceMatches: base.etag
                        )
                    )
                } catch {
                    switch error.reason {
                    // The server turned out not to copy parts: the bytes pass here.
                    case .unsupported: break
                    // Renamed by us meanwhile, or replaced but still there as a version.
                    case .preconditionFailed where self.base != base || base.versionID != nil: break
                    case .notFound where self.base != base || base.versionID != nil: break
                    case .notFound: throw StoreError(.preconditionFailed, "\(base.key) is gone: \(error.detail)")
                    default: throw error
                    }
                }
            }
            do throws(WriteError) {
                try await fetchMissing(in: part.range, ahead: false)
            } catch {
                throw error.storeError
            }
            let body = StagingSource(file: file, range: part.range)
            return .success(try await store.uploadPart(upload, part.number, body))
        } catch {
            return .failure(error)
        }
    }
}
