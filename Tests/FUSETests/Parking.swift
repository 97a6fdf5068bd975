import FUSE
import Synchronization
import SystemPackage

/// Requests that wait for their answers, each of which is taken out by whoever answers it.
final class Parking: Sendable {
    private let replies = Mutex([UInt64: Reply<DataAnswer>]())
    private let interrupted = Atomic(0)

    var count: Int { replies.withLock { $0.count } }
    /// How many were answered because of an interrupt.
    var interrupts: Int { interrupted.load(ordering: .sequentiallyConsistent) }

    /// A file system with one file, `file`, of 100 bytes that the kernel does not keep: each read of it is parked.
    ///
    /// - Parameter note: gets each reply before that.
    func fileSystem(noting note: @escaping @Sendable (Reply<DataAnswer>) -> Void = { _ in }) -> ToyFileSystem {
        let toy = ToyFileSystem { [self] context, _, _, reply in
            note(reply)
            park(context.unique, reply)
            return true
        }
        toy.add("file", [UInt8](repeating: 0, count: 100))
        toy.state.withLock { $0.openedFile.directIO = true }
        return toy
    }

    /// Parks a reply until somebody takes it, or its caller is interrupted.
    func park(_ unique: UInt64, _ reply: Reply<DataAnswer>) {
        replies.withLock { $0[unique] = reply }
        reply.onInterrupt { [self] in
            guard let reply = replies.withLock({ $0.removeValue(forKey: unique) }) else { return }
            interrupted.add(1, ordering: .sequentiallyConsistent)
            reply.fail(.interrupted)
        }
    }

    /// Takes all that wait.
    func takeAll() -> [Reply<DataAnswer>] {
        replies.withLock { replies in
            defer { replies = [:] }
            return Array(replies.values)
        }
    }

    func takeAny() -> Reply<DataAnswer>? {
        replies.withLock { replies in
            guard let key = replies.keys.randomElement() else { return nil }
            return replies.removeValue(forKey: key)
        }
    }
}

extension Reply where Answer == DataAnswer {
    func send(_ bytes: [UInt8]) { bytes.withUnsafeBytes { send($0) } }
}
