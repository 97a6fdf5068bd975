import FileSystemTesting
import Foundation
import Testing

@testable import LocalStore

/// What is in a cache directory, seen from outside.
struct CacheRows {
    let directory: String

    /// Paths of the files of blocks.
    var files: [String] {
        let all = FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String } ?? []
        return all.filter { $0.contains("/blocks/") && $0.split(separator: "/").last?.count == 16 }
            .map { directory + "/" + $0 }
    }

    /// Bytes that the files of blocks take of the disk.
    var bytesOnDisk: Int64 {
        files.reduce(0) { sum, path in
            var status = stat()
            return stat(path, &status) == 0 ? sum + Int64(status.st_blocks) * 512 : sum
        }
    }

    /// Bytes of the blocks that a next mount would find.
    var bytesIndexed: Int64 {
        let all = FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String } ?? []
        return all.filter { $0.hasSuffix("/index.sqlite") }.reduce(0) { sum, path in
            guard let connection = try? SQLiteConnection(path: directory + "/" + path, busyTimeout: 5000),
                let bytes = try? connection.integer("SELECT coalesce(sum(length), 0) FROM blocks")
            else { return sum }
            return sum + bytes
        }
    }

    /// Waits until a next mount would find so many bytes.
    func wait(for bytes: Int64) throws {
        do {
            try PlainThread.waitUntil("\(bytes) bytes are noted") { bytesIndexed == bytes }
        } catch {
            Issue.record("there are \(bytesIndexed): \(rows)")
            throw error
        }
    }

    /// The blocks that the index has: key, number and length of each.
    private var rows: [String] {
        let all = FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String } ?? []
        return all.filter { $0.hasSuffix("/index.sqlite") }.flatMap { path -> [String] in
            var rows: [String] = []
            let connection = try? SQLiteConnection(path: directory + "/" + path, busyTimeout: 5000)
            let sql = "SELECT v.key, b.number, b.length FROM versions v LEFT JOIN blocks b ON b.version = v.id"
            try? connection?.query(sql) { row in
                rows.append("\(row.text(0)) \(row.integer(1)) \(row.integer(2))")
                return true
            }
            return rows
        }
    }

    /// Changes bytes of every file: one in each mebibyte.
    func flip() throws {
        for path in files {
            let descriptor = open(path, O_RDWR)
            try #require(descriptor >= 0)
            defer { close(descriptor) }
            var status = stat()
            fstat(descriptor, &status)
            for offset in stride(from: 77, to: Int(status.st_size), by: 1 << 20) {
                var byte: UInt8 = 0
                guard pread(descriptor, &byte, 1, offset) == 1 else { continue }
                byte ^= 0x10
                #expect(pwrite(descriptor, &byte, 1, offset) == 1)
            }
        }
    }
}
