package import ObjectStore

/// What is known of one rename of a directory: which keys go where, and how far it is.
///
/// A value that events make, one after the other: in memory while the rename is under way, and from its journal after.
package struct RenameRecord: Sendable, Equatable {
    /// What the rename is.
    package struct Head: Sendable, Equatable {
        /// The prefix of the keys that are renamed; ends in `/`.
        package let source: ObjectKey
        /// The prefix in its place.
        package let target: ObjectKey
        /// Whether an empty directory is replaced: its marker stays until all copies are confirmed.
        package let replaces: Bool
        /// When it began, by this host's clock.
        package let begun: Timestamp

        package init(source: ObjectKey, target: ObjectKey, replaces: Bool, begun: Timestamp) {
            self.source = source
            self.target = target
            self.replaces = replaces
            self.begun = begun
        }
    }

    /// One object that is copied.
    package struct Copy: Sendable, Equatable {
        /// The version that is copied.
        package let source: Version
        /// The multipart upload that copies it, where it is too large for one request.
        package var upload: Upload?
        /// What the server has said of the copy; nil as long as it has said nothing.
        package var stored: Stored?
    }

    /// A version of an object, as a listing shows it.
    package struct Version: Sendable, Equatable {
        /// What of the key comes after the prefix; empty for the directory's own marker.
        package let suffix: [UInt8]
        package let size: Int64
        package let etag: ETag?
        package let lastModified: Timestamp

        package init(suffix: [UInt8], size: Int64, etag: ETag?, lastModified: Timestamp) {
            self.suffix = suffix
            self.size = size
            self.etag = etag
            self.lastModified = lastModified
        }

        /// Whether what a listing shows is this version, and not the same bytes stored again.
        package func isSame(as info: ObjectInfo) -> Bool {
            size == info.size && etag == info.etag && lastModified == info.lastModified
        }
    }

    package struct Upload: Sendable, Equatable {
        package let id: String
        /// How many parts it is to have.
        package let parts: Int

        package init(id: String, parts: Int) {
            self.id = id
            self.parts = parts
        }
    }

    /// A copy that is in the bucket.
    package struct Stored: Sendable, Equatable {
        package let etag: ETag
        package let lastModified: Timestamp?

        package init(etag: ETag, lastModified: Timestamp?) {
            self.etag = etag
            self.lastModified = lastModified
        }
    }

    package let head: Head
    /// By the number that the rename gave each; of two of one object the later counts.
    package private(set) var copies: [Int: Copy] = [:]
    /// How many copies were confirmed when all were, from which moment on the old objects may go.
    private var confirmed: Int?
    /// Whether a record contradicts another one, which no journal of ours does.
    private var isContradictory = false

    package init(_ head: Head) { self.head = head }

    /// All copies were confirmed: what is left to be done is to remove the old objects.
    package var isCommitted: Bool { confirmed != nil }

    /// Whether it cannot be as it was written.
    var isDamaged: Bool {
        isContradictory || confirmed.map { $0 > copies.values.count { $0.stored != nil } } ?? false
    }

    /// The copies by a key of theirs, each with its number.
    package func copies(by key: (Copy) -> ObjectKey) -> [ObjectKey: (number: Int, copy: Copy)] {
        let ordered = copies.sorted { $0.key < $1.key }.map { (key($0.value), (number: $0.key, copy: $0.value)) }
        return Dictionary(ordered) { $1 }
    }

    /// Takes the next event.
    package mutating func apply(_ event: RenameEvent) {
        switch event {
        case .copying(let number, let version):
            isContradictory = isContradictory || copies[number] != nil
            copies[number] = Copy(source: version)
        case .uploading(let number, let upload):
            isContradictory = isContradictory || copies[number] == nil
            copies[number]?.upload = upload
        case .copied(let number, let stored):
            isContradictory = isContradictory || copies[number] == nil
            copies[number]?.stored = stored
        case .committed(let count):
            confirmed = count
        }
    }

    /// The key of a copy.
    package func target(of copy: Copy) -> ObjectKey { head.target + copy.source.suffix }

    /// The key that was copied.
    package func source(of copy: Copy) -> ObjectKey { head.source + copy.source.suffix }
}

/// What happens in a rename, in the order in which it is written down.
package enum RenameEvent: Sendable, Equatable {
    /// An object is about to be copied.
    case copying(Int, RenameRecord.Version)
    /// It is copied by a multipart upload that has begun.
    case uploading(Int, RenameRecord.Upload)
    /// The server has said that the copy is there.
    case copied(Int, RenameRecord.Stored)
    /// All copies are confirmed, this many.
    case committed(Int)
}
