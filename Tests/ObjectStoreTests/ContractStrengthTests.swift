import ObjectStore
import ObjectStoreTesting
import Testing

/// Shows that the contract can fail: a store that claims more than it does is caught.
@Suite struct ContractStrengthTests {
    /// Runs all checks on a store that does `actual` and says `StoreCapabilities()`.
    private func caught(_ change: (inout StoreCapabilities) -> Void) async -> [String] {
        var actual = StoreCapabilities()
        actual.minimumPartSize = 64 << 10
        change(&actual)
        let store = BoastingStore(MemoryStore(capabilities: actual))
        var failures: [String] = []
        for check in ObjectStoreContract.checks where !check.name.contains("20 MiB") {
            failures += await ObjectStoreContract(store: store, prefix: "").run(check)
        }
        return failures
    }

    @Test("A store that claims a capability it does not have is caught", arguments: [
        \StoreCapabilities.putIfAbsent, \.putIfMatches, \.conditionalComplete, \.deleteIfMatches, \.copySourceIfMatch,
        \.partCopy, \.listsInByteOrder, \.keepsEmptyComponents, \.keepsDotComponents, \.keepsBackslash,
        \.keepsInvalidUTF8, \.keepsObjectBesidePrefix, \.keepsControlCharacters, \.markersKeepMetadata,
        \.keepsUserMetadata,
    ] as [WritableKeyPath<StoreCapabilities, Bool> & Sendable])
    func boast(_ capability: WritableKeyPath<StoreCapabilities, Bool> & Sendable) async {
        let failures = await caught { $0[keyPath: capability] = false }
        #expect(!failures.isEmpty)
    }

    @Test("An honest store is not caught")
    func honest() async {
        let failures = await caught { _ in }
        #expect(failures == [])
    }
}
