import Logging

/// One mounted bucket: session, client, store, file system and kernel session, put together here and nowhere else.
final class MountedBucket: Sendable {
    let isReadOnly: Bool
    /// What the caller should know although the mount is there.
    let notice: String?
    let endpoint: String
    let region: String

    init(_ plan: MountPlan, log: Logger) async throws(MountProblem) {
        isReadOnly = plan.isReadOnly
        notice = nil
        endpoint = plan.endpointURL ?? ""
        region = plan.region ?? "us-east-1"
        throw .failing("assembly missing")
    }

    func mount() throws(MountProblem) {}
    func serve() {}
    func unmount() {}
    func close() async -> String? { nil }
}
