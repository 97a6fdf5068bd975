/// What must be true of the key at the moment of a write.
package enum Precondition: Hashable, Sendable {
    /// No object has this key (`If-None-Match: *`).
    case absent
    /// The object has this tag (`If-Match`).
    case matches(ETag)
}
