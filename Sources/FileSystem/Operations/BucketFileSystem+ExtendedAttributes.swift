import CLinux
package import FUSE
import LocalStore
import ObjectStore
import SystemPackage

extension BucketFileSystem {
    package func setExtendedAttribute(
        _ context: RequestContext, _ id: InodeID, name: String, value: [UInt8], flags: Int32, _ reply: Reply<DoneAnswer>
    ) {
        guard let inode = inode(id, reply), !refusesChange(reply) else { return }
        guard isValid(name, reply) else { return }
        run(reply, "setxattr") { () async throws(FileSystemError) in
            let exists = try await self.extendedAttributes(of: inode)[name] != nil
            if flags & Int32(CLINUX_XATTR_CREATE) != 0, exists { throw FileSystemError(.fileExists) }
            if flags & Int32(CLINUX_XATTR_REPLACE) != 0, !exists { throw FileSystemError(Errno.noData) }
            try await self.change(inode) { stored in
                stored.extended[name] = value
                stored.changed = .now
            }
            reply.done()
        }
    }

    package func removeExtendedAttribute(
        _ context: RequestContext, _ id: InodeID, name: String, _ reply: Reply<DoneAnswer>
    ) {
        guard let inode = inode(id, reply), !refusesChange(reply) else { return }
        guard isValid(name, reply) else { return }
        run(reply, "removexattr") { () async throws(FileSystemError) in
            guard try await self.extendedAttributes(of: inode)[name] != nil else { throw FileSystemError(Errno.noData) }
            try await self.change(inode) { stored in
                stored.extended[name] = nil
                stored.changed = .now
            }
            reply.done()
        }
    }

    /// The extended attributes before a change: asked for where they are not known.
    ///
    /// At most one HEAD.
    private func extendedAttributes(of inode: Inode) async throws(FileSystemError) -> [String: [UInt8]] {
        if namespace.locked({ _ in inode.attributes == nil && inode.isPublished }) {
            try await storeCall(.inode) { () async throws(StoreError) in try await self.loader.confirm(inode) }
        }
        return namespace.locked { _ in inode.stored.extended }
    }

    package func getExtendedAttribute(
        _ context: RequestContext, _ id: InodeID, name: String, size: Int, _ reply: Reply<ExtendedAttributeAnswer>
    ) {
        guard let inode = inode(id, reply) else { return }
        if name == Self.uncachedBytes { return answerUncached(inode, size, reply) }
        // No request: what `ls` and the kernel ask of every file is answered from what is known. That there is no such kind
        // of attribute here is what `ls -l` remembers for the whole file system; that a file has none it asks of each.
        guard isValid(name, reply) else { return }
        guard let value = namespace.locked({ _ in inode.stored.extended[name] }) else { return reply.fail(.noData) }
        answer(value, size, reply)
    }

    /// The attribute, listed nowhere, by which `pail warm` asks how much of a file is not in the disk cache: bytes, in
    /// digits.
    package static let uncachedBytes = "pail.uncached"

    private func answerUncached(_ inode: Inode, _ size: Int, _ reply: Reply<ExtendedAttributeAnswer>) {
        let facts = namespace.locked { _ in (key: inode.key, etag: inode.etag, size: inode.size) }
        run(reply, "getxattr") { () async throws(FileSystemError) in
            var missing: Int64 = 0
            // What is written here and not stored yet is on the disk.
            if inode.isRegular, !inode.isWritten, let etag = facts.etag {
                missing = await self.local.blocks.missingBytes(
                    of: BlockVersion(key: facts.key, etag: etag, size: facts.size))
            }
            self.answer(Array("\(missing)".utf8), size, reply)
        }
    }

    package func listExtendedAttributes(
        _ context: RequestContext, _ id: InodeID, size: Int, _ reply: Reply<ExtendedAttributeAnswer>
    ) {
        guard let inode = inode(id, reply) else { return }
        let names = namespace.locked { _ in inode.stored.extended.keys.sorted() }
        answer(names.flatMap { Array($0.utf8) + [0] }, size, reply)
    }

    /// xattr(7): Whether an attribute can have the name; answers when it cannot.
    private func isValid<Answer>(_ name: String, _ reply: Reply<Answer>) -> Bool {
        let isOfUser = name.hasPrefix("user.")
        if isOfUser, name.utf8.count > "user.".utf8.count { return true }
        reply.fail(isOfUser ? .invalidArgument : .notSupported)
        return false
    }

    private func answer(_ value: [UInt8], _ size: Int, _ reply: Reply<ExtendedAttributeAnswer>) {
        if size == 0 { return reply.send(size: value.count) }
        value.count > size ? reply.fail(.outOfRange) : reply.send(value)
    }
}
