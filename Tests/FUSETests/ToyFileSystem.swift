import FUSE
import Glibc
import Synchronization
import SystemPackage

/// A file system in memory, for the tests of the session alone: every operation at once, on the worker.
final class ToyFileSystem: FileSystemOperations {
    struct Node {
        var attributes: FileAttributes
        var data: [UInt8] = []
        var children: [(name: EntryName, inode: InodeID)] = []
        var target: [UInt8] = []
        var extended: [String: [UInt8]] = [:]
        var lookups: UInt64 = 0
    }

    struct State {
        var nodes: [InodeID: Node] = [:]
        var nextInode: UInt64 = 2
        var nextHandle: UInt64 = 1
        var handles: Set<HandleID> = []
        var calls: [String: Int] = [:]
        var notifier: Notifier?
        var isStopped = false
        var timeout = Duration.zero
        var lastChanges: AttributeChanges?
        var lastFlags: UInt32?
        var openedFile = OpenedFile(handle: HandleID(rawValue: 0))
        var largestRead = 0
        var largestWrite = 0
        var sawPlus = false
        var uniques: Set<UInt64> = []
    }

    let state = Mutex(State())
    /// Called instead of answering a read; returns false to have it answered.
    let onRead: @Sendable (RequestContext, Int64, Int, Reply<DataAnswer>) -> Bool

    init(
        onRead: @escaping @Sendable (RequestContext, Int64, Int, Reply<DataAnswer>) -> Bool = { _, _, _, _ in false }
    ) {
        self.onRead = onRead
        state.withLock { $0.nodes[.root] = Node(attributes: Self.attributes(.root, FileMode.directory | 0o755)) }
    }

    static func attributes(_ inode: InodeID, _ mode: UInt32) -> FileAttributes {
        let time = FileTime(seconds: 1_600_000_000, nanoseconds: 5)
        return FileAttributes(
            inode: inode, mode: FileMode(rawValue: mode), user: geteuid(), group: getegid(), size: 0, accessed: time,
            modified: time, changed: time
        )
    }

    /// Adds a file, without the kernel's knowledge.
    @discardableResult func add(_ name: String, _ data: [UInt8], in parent: InodeID = .root) -> InodeID {
        state.withLock { state in
            let inode = state.make(FileMode.regular | 0o644, in: parent, EntryName(name))
            state.setData(data, of: inode)
            return inode
        }
    }

    func count(_ call: String) -> Int { state.withLock { $0.calls[call, default: 0] } }

    /// Lookups of all inodes but the root's.
    var lookupSum: UInt64 { state.withLock { $0.nodes.values.reduce(0) { $0 + $1.lookups } } }

    func started(_ notifier: Notifier) { state.withLock { $0.notifier = notifier } }
    func stopped() { state.withLock { $0.isStopped = true } }

    func lookup(_ context: RequestContext, _ parent: InodeID, _ name: EntryName, _ reply: Reply<EntryAnswer>) {
        let (entry, timeout) = state.withLock { state in
            state.note("lookup", context)
            return (state.child(name, of: parent).map { state.entry($0) }, state.timeout)
        }
        if let entry { reply.send(entry) } else { reply.sendMissing(timeout: timeout) }
    }

    func forget(_ inodes: [ForgottenInode]) {
        state.withLock { state in
            for forgotten in inodes {
                let old = state.nodes[forgotten.inode]?.lookups ?? 0
                precondition(forgotten.inode == .root || old >= forgotten.count, "forgot more than was looked up")
                if forgotten.inode != .root { state.nodes[forgotten.inode]?.lookups = old - forgotten.count }
            }
        }
    }

    func getAttributes(
        _ context: RequestContext, _ inode: InodeID, _ handle: HandleID?, _ reply: Reply<AttributesAnswer>
    ) {
        let found = state.withLock { state in
            state.note("getattr", context)
            return state.nodes[inode].map { ($0.attributes, state.timeout) }
        }
        guard let found else { return reply.fail(.staleNFSFileHandle) }
        reply.send(found.0, timeout: found.1)
    }

    func setAttributes(
        _ context: RequestContext, _ inode: InodeID, _ changes: AttributeChanges, _ handle: HandleID?,
        _ reply: Reply<AttributesAnswer>
    ) {
        let attributes = state.withLock { state in
            state.note("setattr", context)
            state.lastChanges = changes
            if let size = changes.size {
                var data = state.nodes[inode]!.data
                data = Array(data.prefix(Int(size))) + [UInt8](repeating: 0, count: max(0, Int(size) - data.count))
                state.setData(data, of: inode)
            }
            if let permissions = changes.permissions {
                let mode = state.nodes[inode]!.attributes.mode
                state.nodes[inode]!.attributes.mode.rawValue = mode.kind | permissions
            }
            if let user = changes.user { state.nodes[inode]!.attributes.user = user }
            if let group = changes.group { state.nodes[inode]!.attributes.group = group }
            if case .at(let time) = changes.accessed { state.nodes[inode]!.attributes.accessed = time }
            if case .at(let time) = changes.modified { state.nodes[inode]!.attributes.modified = time }
            return state.nodes[inode]!.attributes
        }
        reply.send(attributes, timeout: .zero)
    }

    func readLink(_ context: RequestContext, _ inode: InodeID, _ reply: Reply<LinkAnswer>) {
        reply.send(state.withLock { $0.nodes[inode]!.target })
    }

    private func make(
        _ parent: InodeID, _ name: EntryName, _ mode: UInt32, _ reply: Reply<EntryAnswer>,
        _ change: @Sendable (inout Node) -> Void = { _ in }
    ) {
        let entry: Entry? = state.withLock { state in
            guard state.child(name, of: parent) == nil else { return nil }
            let inode = state.make(mode, in: parent, name)
            change(&state.nodes[inode]!)
            return state.entry(inode)
        }
        if let entry { reply.send(entry) } else { reply.fail(.fileExists) }
    }

    func makeNode(
        _ context: RequestContext, _ parent: InodeID, _ name: EntryName, mode: FileMode, device: UInt64,
        _ reply: Reply<EntryAnswer>
    ) {
        make(parent, name, mode.rawValue, reply) { $0.attributes.device = device }
    }

    func makeDirectory(
        _ context: RequestContext, _ parent: InodeID, _ name: EntryName, mode: FileMode, _ reply: Reply<EntryAnswer>
    ) {
        make(parent, name, mode.rawValue, reply) { $0.attributes.links = 2 }
    }

    func unlink(_ context: RequestContext, _ parent: InodeID, _ name: EntryName, _ reply: Reply<DoneAnswer>) {
        let isDone = state.withLock { $0.removeChild(name, of: parent) != nil }
        if isDone { reply.done() } else { reply.fail(.noSuchFileOrDirectory) }
    }

    func removeDirectory(_ context: RequestContext, _ parent: InodeID, _ name: EntryName, _ reply: Reply<DoneAnswer>) {
        let failure: Errno? = state.withLock { state in
            guard let inode = state.child(name, of: parent) else { return .noSuchFileOrDirectory }
            guard state.nodes[inode]!.children.isEmpty else { return .directoryNotEmpty }
            _ = state.removeChild(name, of: parent)
            return nil
        }
        if let failure { reply.fail(failure) } else { reply.done() }
    }

    func symbolicLink(
        _ context: RequestContext, _ parent: InodeID, _ name: EntryName, target: [UInt8], _ reply: Reply<EntryAnswer>
    ) {
        make(parent, name, FileMode.symbolicLink | 0o777, reply) {
            $0.target = target
            $0.attributes.size = Int64(target.count)
        }
    }

    func rename(
        _ context: RequestContext, _ parent: InodeID, _ name: EntryName, to newParent: InodeID, _ newName: EntryName,
        flags: UInt32, _ reply: Reply<DoneAnswer>
    ) {
        let failure: Errno? = state.withLock { state in
            state.lastFlags = flags
            guard let inode = state.child(name, of: parent) else { return .noSuchFileOrDirectory }
            let old = state.child(newName, of: newParent)
            if flags & 1 != 0 && old != nil { return .fileExists }
            if flags & 2 != 0 {
                guard let old else { return .noSuchFileOrDirectory }
                _ = state.removeChild(name, of: parent)
                _ = state.removeChild(newName, of: newParent)
                state.nodes[parent]!.children.append((name, old))
                state.nodes[newParent]!.children.append((newName, inode))
                return nil
            }
            _ = state.removeChild(newName, of: newParent)
            _ = state.removeChild(name, of: parent)
            state.nodes[newParent]!.children.append((newName, inode))
            return nil
        }
        if let failure { reply.fail(failure) } else { reply.done() }
    }

    func link(
        _ context: RequestContext, _ inode: InodeID, _ newParent: InodeID, _ newName: EntryName,
        _ reply: Reply<EntryAnswer>
    ) {
        let entry = state.withLock { state in
            state.nodes[newParent]!.children.append((newName, inode))
            state.nodes[inode]!.attributes.links += 1
            return state.entry(inode)
        }
        reply.send(entry)
    }

    func open(_ context: RequestContext, _ inode: InodeID, flags: Int32, _ reply: Reply<OpenAnswer>) {
        let file = state.withLock { state in
            state.note("open", context)
            if flags & O_TRUNC != 0 {
                state.note("open with O_TRUNC", context)
                state.setData([], of: inode)
            }
            return state.openFile()
        }
        if !reply.send(file) { state.withLock { _ = $0.handles.remove(file.handle) } }
    }

    func create(
        _ context: RequestContext, _ parent: InodeID, _ name: EntryName, mode: FileMode, flags: Int32,
        _ reply: Reply<CreateAnswer>
    ) {
        let (entry, file) = state.withLock { state in
            state.note("create", context)
            let inode = state.child(name, of: parent) ?? state.make(mode.rawValue, in: parent, name)
            return (state.entry(inode), state.openFile())
        }
        reply.send(entry, file)
    }

    func read(
        _ context: RequestContext, _ inode: InodeID, _ handle: HandleID, offset: Int64, size: Int,
        _ reply: Reply<DataAnswer>
    ) {
        let bytes = state.withLock { state in
            state.note("read", context)
            state.largestRead = max(state.largestRead, size)
            precondition(state.handles.contains(handle))
            return Array(state.nodes[inode]!.data.dropFirst(Int(offset)).prefix(size))
        }
        if onRead(context, offset, size, reply) { return }
        // In two pieces, for the vector to be used.
        bytes.withUnsafeBytes { bytes in
            let half = bytes.count / 2
            reply.send([.init(rebasing: bytes[..<half]), .init(rebasing: bytes[half...])])
        }
    }

    func write(
        _ context: RequestContext, _ inode: InodeID, _ handle: HandleID, offset: Int64, _ bytes: UnsafeRawBufferPointer,
        isWriteback: Bool, appends: Bool, _ reply: Reply<WriteAnswer>
    ) {
        state.withLock { state in
            state.note(isWriteback ? "write back" : "write", context)
            state.largestWrite = max(state.largestWrite, bytes.count)
            state.replace(bytes, at: Int(offset), of: inode)
        }
        reply.send(bytes.count)
    }

    func flush(_ context: RequestContext, _ inode: InodeID, _ handle: HandleID, _ reply: Reply<DoneAnswer>) {
        state.withLock { $0.note("flush", context) }
        reply.done()
    }

    func release(_ context: RequestContext, _ inode: InodeID, _ handle: HandleID, _ reply: Reply<DoneAnswer>) {
        state.withLock { state in
            state.note("release", context)
            precondition(state.handles.remove(handle) != nil)
        }
        reply.done()
    }

    func synchronize(
        _ context: RequestContext, _ inode: InodeID, _ handle: HandleID, dataOnly: Bool, _ reply: Reply<DoneAnswer>
    ) {
        state.withLock { $0.note(dataOnly ? "fdatasync" : "fsync", context) }
        reply.done()
    }

    func openDirectory(_ context: RequestContext, _ inode: InodeID, flags: Int32, _ reply: Reply<OpenAnswer>) {
        reply.send(state.withLock { $0.openFile() })
    }

    func readDirectory(
        _ context: RequestContext, _ inode: InodeID, _ handle: HandleID, cookie: UInt64, size: Int, plus: Bool,
        _ reply: Reply<DirectoryAnswer>
    ) {
        var buffer = DirectoryBuffer(size: size, plus: plus)
        state.withLock { state in
            if plus { state.sawPlus = true }
            state.note("readdir", context)
            let children = state.nodes[inode]!.children
            for index in Int(cookie)..<max(Int(cookie), children.count + 2) {
                let next = UInt64(index + 1)
                if index < 2 {
                    let name = EntryName(index == 0 ? "." : "..")
                    let mode = FileMode(rawValue: FileMode.directory)
                    guard buffer.append(name, inode: inode, mode: mode, nextCookie: next) else { return }
                } else {
                    let child = children[index - 2]
                    let entry = state.peek(child.inode)
                    guard buffer.append(child.name, entry, nextCookie: next) else { return }
                    if plus { state.nodes[child.inode]!.lookups += 1 }
                }
            }
        }
        reply.send(buffer)
    }

    func releaseDirectory(_ context: RequestContext, _ inode: InodeID, _ handle: HandleID, _ reply: Reply<DoneAnswer>) {
        state.withLock { state in precondition(state.handles.remove(handle) != nil) }
        reply.done()
    }

    func synchronizeDirectory(
        _ context: RequestContext, _ inode: InodeID, _ handle: HandleID, _ reply: Reply<DoneAnswer>
    ) {
        state.withLock { $0.note("fsyncdir", context) }
        reply.done()
    }

    func statistics(_ context: RequestContext, _ inode: InodeID, _ reply: Reply<StatisticsAnswer>) {
        reply.send(
            FileSystemStatistics(
                blockSize: 4096, totalBlocks: 1000, freeBlocks: 400, totalFiles: 70, freeFiles: 30,
                maximumNameLength: 255
            )
        )
    }

    func setExtendedAttribute(
        _ context: RequestContext, _ inode: InodeID, name: String, value: [UInt8], flags: Int32,
        _ reply: Reply<DoneAnswer>
    ) {
        let failure: Errno? = state.withLock { state in
            let exists = state.nodes[inode]!.extended[name] != nil
            if flags & 1 != 0 && exists { return .fileExists }
            if flags & 2 != 0 && !exists { return .noData }
            state.nodes[inode]!.extended[name] = value
            return nil
        }
        if let failure { reply.fail(failure) } else { reply.done() }
    }

    private func answer(_ value: [UInt8]?, _ size: Int, _ reply: Reply<ExtendedAttributeAnswer>) {
        guard let value else { return reply.fail(.noData) }
        if size == 0 { return reply.send(size: value.count) }
        if value.count > size { return reply.fail(.outOfRange) }
        reply.send(value)
    }

    func getExtendedAttribute(
        _ context: RequestContext, _ inode: InodeID, name: String, size: Int, _ reply: Reply<ExtendedAttributeAnswer>
    ) {
        answer(state.withLock { $0.nodes[inode]!.extended[name] }, size, reply)
    }

    func listExtendedAttributes(
        _ context: RequestContext, _ inode: InodeID, size: Int, _ reply: Reply<ExtendedAttributeAnswer>
    ) {
        answer(state.withLock { $0.nodes[inode]!.extended.keys.sorted().flatMap { Array($0.utf8) + [0] } }, size, reply)
    }

    func removeExtendedAttribute(
        _ context: RequestContext, _ inode: InodeID, name: String, _ reply: Reply<DoneAnswer>
    ) {
        let isDone = state.withLock { $0.nodes[inode]!.extended.removeValue(forKey: name) != nil }
        if isDone { reply.done() } else { reply.fail(.noData) }
    }

    func allocate(
        _ context: RequestContext, _ inode: InodeID, _ handle: HandleID, mode: Int32, offset: Int64, length: Int64,
        _ reply: Reply<DoneAnswer>
    ) {
        state.withLock { state in
            state.note("fallocate \(mode)", context)
            let zeros = [UInt8](repeating: 0, count: Int(length))
            zeros.withUnsafeBytes { state.replace($0, at: Int(offset), of: inode) }
        }
        reply.done()
    }

    func seek(
        _ context: RequestContext, _ inode: InodeID, _ handle: HandleID, offset: Int64, whence: Int32,
        _ reply: Reply<OffsetAnswer>
    ) {
        let size = state.withLock { Int64($0.nodes[inode]!.data.count) }
        if offset >= size { return reply.fail(.noSuchAddressOrDevice) }
        reply.send(whence == 3 ? offset : size)
    }

    func copyRange(
        _ context: RequestContext, from inode: InodeID, _ handle: HandleID, offset: Int64,
        to newInode: InodeID, _ newHandle: HandleID, newOffset: Int64, length: Int, _ reply: Reply<WriteAnswer>
    ) {
        let count = state.withLock { state in
            state.note("copy_file_range", context)
            let bytes = Array(state.nodes[inode]!.data.dropFirst(Int(offset)).prefix(length))
            bytes.withUnsafeBytes { state.replace($0, at: Int(newOffset), of: newInode) }
            return bytes.count
        }
        reply.send(count)
    }
}

extension ToyFileSystem.State {
    mutating func note(_ call: String, _ context: RequestContext) {
        calls[call, default: 0] += 1
        precondition(uniques.insert(context.unique).inserted || call.hasPrefix("open with"))
    }

    func child(_ name: EntryName, of parent: InodeID) -> InodeID? {
        nodes[parent]?.children.first { $0.name == name }?.inode
    }

    mutating func make(_ mode: UInt32, in parent: InodeID, _ name: EntryName) -> InodeID {
        let inode = InodeID(rawValue: nextInode)
        nextInode += 1
        nodes[inode] = .init(attributes: ToyFileSystem.attributes(inode, mode))
        nodes[parent]!.children.append((name, inode))
        return inode
    }

    mutating func removeChild(_ name: EntryName, of parent: InodeID) -> InodeID? {
        guard let index = nodes[parent]!.children.firstIndex(where: { $0.name == name }) else { return nil }
        return nodes[parent]!.children.remove(at: index).inode
    }

    func peek(_ inode: InodeID) -> Entry {
        Entry(inode: inode, attributes: nodes[inode]!.attributes, entryTimeout: timeout, attributeTimeout: timeout)
    }

    mutating func entry(_ inode: InodeID) -> Entry {
        nodes[inode]!.lookups += 1
        return peek(inode)
    }

    mutating func openFile() -> OpenedFile {
        var file = openedFile
        file.handle = HandleID(rawValue: nextHandle)
        nextHandle += 1
        handles.insert(file.handle)
        return file
    }

    mutating func setData(_ data: [UInt8], of inode: InodeID) {
        nodes[inode]!.data = data
        nodes[inode]!.attributes.size = Int64(data.count)
        nodes[inode]!.attributes.blocks = Int64((data.count + 511) / 512)
    }

    mutating func replace(_ bytes: UnsafeRawBufferPointer, at offset: Int, of inode: InodeID) {
        var node = nodes.removeValue(forKey: inode)!
        let end = offset + bytes.count
        if node.data.count < end { node.data.append(contentsOf: repeatElement(0, count: end - node.data.count)) }
        node.data.replaceSubrange(offset..<end, with: bytes)
        node.attributes.size = Int64(node.data.count)
        node.attributes.blocks = Int64((node.data.count + 511) / 512)
        nodes[inode] = node
    }
}
