package import ObjectStore

/// What every object store promises, as checks that run on any of them.
///
/// A server's deviation is read from `store.capabilities`; a check then asserts how the deviation shows (see each check),
/// it never passes over it in silence.
package struct ObjectStoreContract: Sendable {
    /// One promise.
    package struct Check: Sendable, CustomStringConvertible {
        /// A sentence.
        package let name: String
        let body: @Sendable (ContractRun) async throws -> Void

        init(_ name: String, _ body: @escaping @Sendable (ContractRun) async throws -> Void) {
            self.name = name
            self.body = body
        }

        package var description: String { name }
    }

    private let store: any ObjectStore
    private let prefix: String

    /// - Parameter prefix: begins every key; nobody else may use it. Empty, or ended by `/`.
    package init(store: any ObjectStore, prefix: String) {
        self.store = store
        self.prefix = prefix
    }

    /// All checks.
    package static var checks: [Check] {
        listingChecks + keyChecks + readingChecks + writingChecks + removingChecks + multipartChecks
    }

    /// Runs one check under a prefix of its own and removes what it left.
    ///
    /// - Returns: what did not hold; empty when all did.
    package func run(_ check: Check) async -> [String] {
        let number = Self.checks.firstIndex { $0.name == check.name } ?? 0
        let run = ContractRun(store: store, prefix: "\(prefix)c\(number)/")
        do {
            try await check.body(run)
        } catch {
            run.record("threw \(error)")
        }
        do throws(StoreError) {
            try await run.removeAll()
        } catch {
            run.record("could not clean up: \(error)")
        }
        return run.failures
    }
}
