import ObjectStore
import ObjectStoreTesting
import Testing

/// The contract on the in-memory store, as strict as S3 and with each server's deviations.
@Suite struct MemoryStoreContractTests {
    /// Sets of capabilities that exist.
    enum Likeness: String, CaseIterable, CustomTestStringConvertible {
        case strict, tree, plain, picky

        var testDescription: String { rawValue }

        var capabilities: StoreCapabilities {
            var capabilities = StoreCapabilities()
            // Smaller than any server's, so that the bodies of the checks are.
            capabilities.minimumPartSize = 64 << 10
            switch self {
            case .strict: break
            case .tree:
                capabilities.batchDeleteIfMatches = false
                capabilities.listsInByteOrder = false
                capabilities.keepsEmptyComponents = false
                capabilities.keepsDotComponents = false
                capabilities.keepsBackslash = false
                capabilities.keepsObjectBesidePrefix = false
            case .plain:
                capabilities.putIfAbsent = false
                capabilities.putIfMatches = false
                capabilities.conditionalComplete = false
                capabilities.deleteIfMatches = false
                capabilities.copySourceIfMatch = false
                capabilities.partCopy = false
                capabilities.batchDelete = false
                capabilities.batchDeleteIfMatches = false
            case .picky:
                capabilities.keepsInvalidUTF8 = false
                capabilities.keepsControlCharacters = false
                capabilities.maximumComponentLength = 255
                capabilities.markersKeepMetadata = false
            }
            return capabilities
        }
    }

    @Test(
        "The in-memory store keeps the contract, also with a server's deviations", arguments: Likeness.allCases,
        ObjectStoreContract.checks)
    func contract(_ likeness: Likeness, _ check: ObjectStoreContract.Check) async {
        let store = MemoryStore(capabilities: likeness.capabilities)
        for failure in await ObjectStoreContract(store: store, prefix: "contract/").run(check) {
            Issue.record("\(likeness.rawValue): \(check.name): \(failure)")
        }
        #expect(store.keys.isEmpty, "the check left \(store.keys)")
    }
}
