import FUSE
import ObjectStore
import Testing

@testable import S3
@testable import pail

struct StoreValuesTests {
    @Test(
        "A size that no object can have counts as the nearest that does no harm",
        arguments: [(Int64.max, Int64(1) << 60), (-1, 0), (.min, 0), (50_000_000_000_000, 50_000_000_000_000)])
    func sizes(said: Int64, size: Int64) {
        var listed = ListedObject()
        listed.size = said
        #expect(ObjectInfo(listed).size == size)
        var head = ObjectHead(HTTPResponse(status: 200))
        head.contentLength = said
        #expect(ObjectMetadata(head, key: "k").info.size == size)
    }

    @Test("The largest size has its blocks", arguments: [(Int64.max, Int64(1) << 54), (512, 1), (513, 2), (0, 0)])
    func blocks(size: Int64, blocks: Int64) {
        let now = FileTime(seconds: 0)
        let attributes = FileAttributes(
            inode: .root, mode: FileMode(rawValue: FileMode.regular), user: 0, group: 0, size: size, accessed: now,
            modified: now, changed: now)
        #expect(attributes.blocks == blocks)
    }
}
