/// One question of ListObjectsV2.
package struct ListRequest: Hashable, Sendable {
    /// Only keys that begin with this.
    package var prefix: ObjectKey
    /// With `/`, keys that share what follows `prefix` up to the next slash are rolled up; nil lists all.
    package var delimiter: UInt8?
    /// Only keys after this one, in the server's order.
    package var startAfter: ObjectKey?
    /// At most this many keys and common prefixes together; 1…1000.
    package var maxKeys: Int
    /// Where an earlier page ended.
    package var continuation: ListContinuation?

    package init(
        prefix: ObjectKey,
        delimiter: UInt8? = nil,
        startAfter: ObjectKey? = nil,
        maxKeys: Int = 1000,
        continuation: ListContinuation? = nil
    ) {
        self.prefix = prefix
        self.delimiter = delimiter
        self.startAfter = startAfter
        self.maxKeys = maxKeys
        self.continuation = continuation
    }
}

/// A continuation token: opaque, and good for the same request only.
package struct ListContinuation: Hashable, Sendable {
    package let token: String

    package init(token: String) { self.token = token }
}

/// One page of a listing.
package struct ListPage: Sendable {
    package var objects: [ObjectInfo]
    /// Each whole, from the start of the key to its delimiter.
    package var commonPrefixes: [ObjectKey]
    /// Nil on the last page.
    package var next: ListContinuation?

    package init(objects: [ObjectInfo], commonPrefixes: [ObjectKey], next: ListContinuation?) {
        self.objects = objects
        self.commonPrefixes = commonPrefixes
        self.next = next
    }
}
