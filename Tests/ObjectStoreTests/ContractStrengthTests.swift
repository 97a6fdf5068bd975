import ObjectStore
import ObjectStoreTesting
import Testing

/// Shows that the contract can fail: a store that claims more than it does is caught.
@Suite struct ContractStrengthTests {
    /// A capability that can be missing.
    struct Claim: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let withdraw: @Sendable (inout StoreCapabilities) -> Void

        static let all: [Claim] = [
            Claim(testDescription: "putIfAbsent") { $0.putIfAbsent = false },
            Claim(testDescription: "putIfMatches") { $0.putIfMatches = false },
            Claim(testDescription: "conditionalComplete") { $0.conditionalComplete = false },
            Claim(testDescription: "deleteIfMatches") { $0.deleteIfMatches = false },
            Claim(testDescription: "batchDeleteIfMatches") { $0.batchDeleteIfMatches = false },
            Claim(testDescription: "copySourceIfMatch") { $0.copySourceIfMatch = false },
            Claim(testDescription: "partCopy") { $0.partCopy = false },
            Claim(testDescription: "listsInByteOrder") { $0.listsInByteOrder = false },
            Claim(testDescription: "keepsEmptyComponents") { $0.keepsEmptyComponents = false },
            Claim(testDescription: "keepsDotComponents") { $0.keepsDotComponents = false },
            Claim(testDescription: "keepsBackslash") { $0.keepsBackslash = false },
            Claim(testDescription: "keepsInvalidUTF8") { $0.keepsInvalidUTF8 = false },
            Claim(testDescription: "keepsObjectBesidePrefix") { $0.keepsObjectBesidePrefix = false },
            Claim(testDescription: "keepsControlCharacters") { $0.keepsControlCharacters = false },
            Claim(testDescription: "maximumComponentLength") { $0.maximumComponentLength = 255 },
            Claim(testDescription: "markersKeepMetadata") { $0.markersKeepMetadata = false },
            Claim(testDescription: "keepsUserMetadata") { $0.keepsUserMetadata = false },
        ]
    }

    /// Runs all checks on a store that does `actual` and says `StoreCapabilities()`.
    private func caught(_ change: (inout StoreCapabilities) -> Void) async -> [String] {
        var actual = StoreCapabilities()
        actual.minimumPartSize = 64 << 10
        change(&actual)
        let store = BoastingStore(MemoryStore(capabilities: actual, isCareless: true))
        var failures: [String] = []
        for check in ObjectStoreContract.checks where !check.name.contains("20 MiB") {
            failures += await ObjectStoreContract(store: store, prefix: "").run(check)
        }
        return failures
    }

    @Test("A store that claims a capability it does not have is caught", arguments: Claim.all)
    func boast(_ claim: Claim) async {
        let failures = await caught(claim.withdraw)
        #expect(!failures.isEmpty)
    }

    @Test("An honest store is not caught")
    func honest() async {
        let failures = await caught { _ in }
        #expect(failures == [])
    }
}
