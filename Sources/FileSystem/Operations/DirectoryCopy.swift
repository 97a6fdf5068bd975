import LocalStore
import ObjectStore

/// The first half of a directory's rename: copies all objects under one prefix to another, and writes down how far it is.
struct DirectoryCopy: Sendable {
    let store: any ObjectStore
    let rename: RenameLog

    /// Copies under way at once.
    private static let parallelCopies = 16

    /// Copies objects, one CopyObject each, several at once, until one fails.
    ///
    /// - Returns: what was copied, and why not all.
    func copy(_ objects: [ObjectInfo]) async -> (copied: [CopiedObject], failure: StoreError?) {
        var copied: [CopiedObject] = []
        var failure: StoreError?
        // Markers first, the outer before the inner: a server that keeps a tree makes a directory for a file that
        // comes before its marker, and may lose the marker when both come at once (SeaweedFS).
        let depths = Dictionary(grouping: objects) { object in
            object.key.isDirectoryMarker ? object.key.bytes.count { $0 == UInt8(ascii: "/") } : Int.max
        }
        for (_, objects) in depths.sorted(by: { $0.key < $1.key }) where failure == nil {
            for result in await copyAtOnce(objects) {
                switch result {
                case .success(let one): copied.append(one)
                case .failure(let error): failure = failure ?? error
                }
            }
        }
        return (copied, failure)
    }

    private func copyAtOnce(_ objects: [ObjectInfo]) async -> [Result<CopiedObject, StoreError>] {
        await withTaskGroup(of: Result<CopiedObject, StoreError>.self) { group in
            var results: [Result<CopiedObject, StoreError>] = []
            for (index, object) in objects.enumerated() {
                if index >= Self.parallelCopies, let result = await group.next() {
                    results.append(result)
                    if case .failure = result { break }
                }
                group.addTask {
                    do throws(StoreError) { return .success(try await copyOne(object)) } catch {
                        return .failure(error)
                    }
                }
            }
            for await result in group { results.append(result) }
            return results
        }
    }

    /// Copies one object, if it still is the version that was listed.
    func copyOne(_ object: ObjectInfo) async throws(StoreError) -> CopiedObject {
        let head = rename.head
        let suffix = Array(object.key.bytes.dropFirst(head.source.bytes.count))
        let newKey = head.target + suffix
        let number = rename.begin(
            RenameRecord.Version(
                suffix: suffix, size: object.size, etag: object.etag, lastModified: object.lastModified))
        let stored = try await ServerSideCopy(store: store).copy(
            object.key, size: object.size, sourceMatches: object.etag, to: newKey, attributes: nil,
            uploading: { upload, parts in
                rename.note(.uploading(number, RenameRecord.Upload(id: upload.id, parts: parts)))
            })
        rename.note(.copied(number, RenameRecord.Stored(etag: stored.etag, lastModified: stored.lastModified)))
        return CopiedObject(source: object, newKey: newKey, stored: stored)
    }
}
