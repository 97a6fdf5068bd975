import ObjectStore
import ObjectStoreTesting
import Testing

@testable import pail

/// The contract of every object store, on real servers.
@Suite(.serialized) struct ContractTests {
    private func run(_ check: ObjectStoreContract.Check, on variable: String) async throws {
        try await ContractEndpoint.withStore(variable) { store in
            for failure in await ObjectStoreContract(store: store, prefix: "").run(check) {
                Issue.record("\(check.name): \(failure)")
            }
        }
    }

    @Test(
        "SeaweedFS keeps the contract", .requiresEndpoint("PAIL_TEST_SEAWEEDFS"), arguments: ObjectStoreContract.checks)
    func seaweedFS(_ check: ObjectStoreContract.Check) async throws {
        try await run(check, on: "PAIL_TEST_SEAWEEDFS")
    }

    @Test("Ceph keeps the contract", .requiresEndpoint("PAIL_TEST_CEPH"), arguments: ObjectStoreContract.checks)
    func ceph(_ check: ObjectStoreContract.Check) async throws {
        try await run(check, on: "PAIL_TEST_CEPH")
    }
}
