import CSQLite

/// What SQLite said when it could not.
struct SQLiteError: Error {
    /// The primary result code.
    let code: CInt
    let message: String

    init(code: CInt, message: String) {
        self.code = code & 0xff
        self.message = message
    }

    /// Whether the file is no database any more, as opposed to one that cannot be reached.
    var isDamage: Bool { code == SQLITE_CORRUPT || code == SQLITE_NOTADB }
}
