import FUSE
import FileSystemTesting
import LocalStore
import ObjectStore
import Synchronization
import Testing

@testable import FileSystem

/// By which numbers the kernel is told of a file that other clients replace.
@Suite struct VersionNumberTests {
    private let place: TemporaryDirectory
    private let local: LocalStore
    private let namespace: Namespace

    init() throws {
        place = try TemporaryDirectory()
        local = try LocalStore(
            LocalStoreOptions(directory: place.path, cacheSize: 0, minimumFree: 0, bucketIdentity: "test"))
        namespace = Namespace(
            configuration: FileSystemConfiguration(user: 0, group: 0), remembered: local.attributes)
    }

    /// A listing shows version `version` of the file, which is so many bytes long.
    private func list(_ version: Int) throws -> Inode {
        let object = ObjectInfo(
            key: "f", size: Int64(version), etag: ETag("\"\(version)\""), lastModified: Timestamp(seconds: 1))
        let page = ListPage(objects: [object], commonPrefixes: [], next: nil)
        return try #require(
            namespace.locked { state in
                namespace.apply(page, to: namespace.root, moment: state.sequence, &state).first
            })
    }

    private func look(_ inode: Inode) -> Entry { namespace.locked { namespace.entry(inode, &$0) } }

    private func size(_ inode: Inode, as number: InodeID) -> Int64 {
        namespace.locked { _ in namespace.attributes(of: inode, as: number).size }
    }

    @Test("A number that the kernel holds stands for one version, whether the file is open or not")
    func oneVersion() throws {
        let inode = try list(1)
        let first = look(inode)
        _ = try list(1)
        #expect(look(inode).inode == first.inode)
        var numbers = [first.inode]
        for version in 2...5 {
            _ = try list(version)
            let entry = look(inode)
            #expect(!numbers.contains(entry.inode))
            #expect(entry.attributes.size == Int64(version))
            #expect(entry.attributes.inode == first.attributes.inode)
            numbers.append(entry.inode)
        }
        #expect(namespace.locked { $0.heldNumbers(of: inode) } == numbers)
    }

    @Test("A number that the kernel does not hold is the next version's, so that there are no more than it knows")
    func unheld() throws {
        let inode = try list(1)
        _ = try list(2)
        let number = look(inode).inode
        #expect(number == inode.id)
        namespace.forget([ForgottenInode(inode: number, count: 1)])
        _ = try list(3)
        #expect(look(inode).inode == number)
        for version in 4...6 { _ = try list(version) }
        let second = look(inode).inode
        #expect(second != number)
        #expect(namespace.locked { $0.aliases.count } == 1)
        // What it lets go of is forgotten, whichever comes first.
        _ = try list(7)
        let third = look(inode).inode
        namespace.forget([second, number].map { ForgottenInode(inode: $0, count: 1) })
        #expect(namespace.locked { $0.heldNumbers(of: inode) } == [third])
        #expect(namespace.locked { $0.aliases.count } == 1)
        namespace.forget([ForgottenInode(inode: third, count: 1)])
        namespace.locked { state in namespace.detach(inode, isOurs: false, &state) }
        #expect(namespace.locked { $0.aliases.isEmpty && $0.inodes.count == 1 })
    }

    @Test("What the kernel is told by a number that is open is the version that was opened, in whatever order it asks")
    func open() throws {
        let inode = try list(1)
        var opened: [InodeID: Int64] = [:]
        for version in 1...4 {
            _ = try list(version)
            let number = look(inode).inode
            inode.content.state.withLock { content in
                let read = OpenedVersion(etag: inode.etag, size: inode.size, modified: inode.lastModified)
                content.uses[number] = KernelInodeUse(asking: 1, version: read)
            }
            opened[number] = Int64(version)
            for (number, length) in opened { #expect(size(inode, as: number) == length) }
        }
        #expect(opened.count == 4)
        // A handle counts before the kernel is told of the number.
        namespace.forget(opened.keys.map { ForgottenInode(inode: $0, count: 1) })
        let number = namespace.locked { _ in inode.kernelID }
        _ = try list(5)
        #expect(namespace.locked { _ in inode.kernelID } != number)
    }
}
