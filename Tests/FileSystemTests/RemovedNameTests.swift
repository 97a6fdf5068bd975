import FileSystemTesting
import LocalStore
import ObjectStore
import Testing

@testable import FileSystem

/// What listings may bring back of names that this mount has removed.
@Suite struct RemovedNameTests {
    private static let page = ListPage(
        objects: [ObjectInfo(key: "f", size: 1, etag: ETag("\"1\""), lastModified: Timestamp(seconds: 1))],
        commonPrefixes: [], next: nil)

    @Test(
        "A listing that began before a removal does not bring the name back, whoever has heard first that it is gone",
        arguments: [true, false])
    func listedMeanwhile(isAskedFor: Bool) throws {
        let place = try TemporaryDirectory()
        let local = try LocalStore(
            LocalStoreOptions(directory: place.path, cacheSize: 0, minimumFree: 0, bucketIdentity: "test"))
        let namespace = Namespace(
            configuration: FileSystemConfiguration(user: 0, group: 0), remembered: local.attributes)
        namespace.locked { state in
            let root = namespace.root
            let shown = namespace.apply(Self.page, to: root, moment: state.sequence, &state)
            let moment = namespace.beginRequest(root, &state)
            // The answer to an open: 404.
            if isAskedFor { namespace.detach(shown[0], isOurs: false, &state) }
            namespace.detach(shown[0], isOurs: true, &state)
            #expect(namespace.apply(Self.page, to: root, moment: moment, &state).isEmpty)
            #expect(root.directory?.children.isEmpty == true)
            #expect(root.directory?.touched != nil)
            namespace.endRequest(root, &state)
        }
        local.close()
    }
}
