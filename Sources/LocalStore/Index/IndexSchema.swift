import CSQLite
import Glibc

/// The tables of the index, and how a database comes to have them.
enum IndexSchema {
    private static let tables = [
        // Whose directory this is.
        "CREATE TABLE identity(value TEXT NOT NULL)",
        // One file of clean blocks; `owner` is the living mount that alone may change it, '' when there is none.
        """
        CREATE TABLE versions(id INTEGER PRIMARY KEY, owner TEXT NOT NULL, key BLOB NOT NULL, etag TEXT NOT NULL,
            size INTEGER NOT NULL, last_use INTEGER NOT NULL)
        """,
        """
        CREATE TABLE blocks(version INTEGER NOT NULL, number INTEGER NOT NULL, length INTEGER NOT NULL,
            crc INTEGER NOT NULL, PRIMARY KEY(version, number)) WITHOUT ROWID
        """,
        """
        CREATE TABLE attributes(key BLOB NOT NULL PRIMARY KEY, etag TEXT NOT NULL, modified_seconds INTEGER,
            modified_nanoseconds INTEGER, learned INTEGER NOT NULL, value BLOB NOT NULL) WITHOUT ROWID
        """,
    ]

    /// Opens the database of a bucket's directory, with its tables.
    ///
    /// - Throws: with `isDamage` when the file must be set aside.
    static func open(_ path: String, identity: String) throws(SQLiteError) -> SQLiteConnection {
        let connection = try SQLiteConnection(path: path, busyTimeout: 5000)
        // What a power loss takes is found out by checksums, so no commit waits for the disk; nor does the making of
        // the file, which is set aside and begun anew when it is not whole.
        try connection.run("PRAGMA synchronous = OFF")
        try useWriteAheadLog(connection)
        try connection.transaction(writing: true) { () throws(SQLiteError) in
            let format = try connection.integer("PRAGMA user_version")
            if format == 0 {
                for table in tables { try connection.run(table) }
                try connection.run("INSERT INTO identity VALUES (?)", .text(identity))
                try connection.run("PRAGMA user_version = \(Home.format)")
            } else if format != Int64(Home.format) {
                throw SQLiteError(code: SQLITE_NOTADB, message: "it has format \(format), not \(Home.format)")
            }
            var owner = ""
            try connection.query("SELECT value FROM identity") { row in
                owner = row.text(0)
                return false
            }
            guard owner == identity else {
                throw SQLiteError(code: SQLITE_MISMATCH, message: "the directory belongs to \(owner)")
            }
        }
        try connection.run("PRAGMA synchronous = NORMAL")
        return connection
    }

    /// Switches to the write-ahead log, which another mount may be doing at this moment.
    private static func useWriteAheadLog(_ connection: SQLiteConnection) throws(SQLiteError) {
        var attempt = 0
        while true {
            do {
                try connection.query("PRAGMA journal_mode = WAL") { _ in true }
                return
            } catch {
                // SQLite does not ask its busy timeout here.
                attempt += 1
                guard error.code == SQLITE_BUSY, attempt < 100 else { throw error }
                usleep(20_000)
            }
        }
    }
}
