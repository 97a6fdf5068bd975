package import ObjectStore

/// Takes the outcome of a read, once.
package typealias ReadCompletion = @Sendable (Result<ReadPieces, StoreError>) -> Void

/// Takes what a store says of a version, once.
package typealias HeadCompletion = @Sendable (Result<ObjectMetadata, StoreError>) -> Void
