import Foundation
import Glibc
import Testing

@testable import LocalStore
@testable import ObjectStore

/// Mounts of one bucket that begin at the same time.
@Suite struct BeginningMountTests {
    /// Mounts that begin: each says that it lives, makes a staging file and stores a block.
    private final class Newcomers {
        let home: Home
        let connection: SQLiteConnection
        var made: [(lock: InstanceLock, file: String, number: Int64)] = []

        init(_ home: Home) throws {
            self.home = home
            connection = try SQLiteConnection(path: home.index, busyTimeout: 20_000)
        }

        func begin() throws {
            let lock = try InstanceLock(in: home.locks)
            let file = "\(home.staging)/\(lock.name)-1"
            close(try FileCalls.open(file, O_WRONLY | O_CREAT | O_EXCL))
            let number = Int64(lock.number) << 32 | 1
            try connection.transaction(writing: true) { () throws(SQLiteError) in
                try BlockRows.store(
                    BlockVersion(key: ObjectKey(lock.name), etag: ETag("e"), size: 1), file: number, owner: lock.name,
                    use: 1, number: 0, length: 1, crc: 1, connection)
            }
            made.append((lock, file, number))
        }
    }

    @Test("What mounts make that begin while another one looks who lives stays theirs")
    func atOnce() throws {
        let directory = try TemporaryDirectory()
        try LocalStore(directory.options()).close()
        let home = Home(directory: directory.path, bucketIdentity: directory.options().bucketIdentity)
        // So many that looking takes a while.
        for number in 1...3000 as ClosedRange<UInt32> {
            close(try FileCalls.open("\(home.locks)/\(InstanceLock.name(number))", O_WRONLY | O_CREAT))
        }
        let newcomers = try Newcomers(home)
        let opened = Slot()
        let thread = try WorkerThread(name: "opening") {
            opened.set(Result { try LocalStore(directory.options()) })
        }
        // Each has a descriptor.
        while opened.isEmpty, newcomers.made.count < 500 { try newcomers.begin() }
        thread.join()
        let local = try #require(try opened.take())
        defer { local.close() }
        var owners: [Int64: String] = [:]
        try newcomers.connection.query("SELECT id, owner FROM versions") { row in
            owners[row.integer(0)] = row.text(1)
            return true
        }
        #expect(!newcomers.made.isEmpty)
        #expect(newcomers.made.count { access($0.file, F_OK) != 0 } == 0, "of \(newcomers.made.count) staging files")
        #expect(newcomers.made.count { owners[$0.number] != $0.lock.name } == 0, "of \(newcomers.made.count) blocks")
        #expect(local.blocks.statistics.bytes == 0)
    }
}

/// What one thread makes and another one takes.
private final class Slot: Sendable {
    private let state = Monitor<Result<LocalStore, any Error>?>(nil)

    var isEmpty: Bool { state.withLock { $0 == nil } }
    func set(_ value: Result<LocalStore, any Error>) { state.withLock { $0 = value } }
    func take() throws -> LocalStore? {
        try state.withLock { value in
            defer { value = nil }
            return value
        }?.get()
    }
}
