import CSQLite

/// A value bound to a statement.
enum SQLiteValue {
    case integer(Int64)
    case text(String)
    case blob([UInt8])
    case null
}

/// A row of an answer, valid during the call that hands it out.
struct SQLiteRow {
    fileprivate let statement: OpaquePointer

    /// sqlite3_column_int64: A column as an integer; 0 for NULL.
    func integer(_ column: CInt) -> Int64 { sqlite3_column_int64(statement, column) }

    /// Whether a column is NULL.
    func isNull(_ column: CInt) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    /// sqlite3_column_blob: The bytes of a column, also of a text.
    func bytes(_ column: CInt) -> [UInt8] {
        guard let base = sqlite3_column_blob(statement, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: base, count: Int(sqlite3_column_bytes(statement, column))))
    }

    /// A column as text.
    func text(_ column: CInt) -> String { String(decoding: bytes(column), as: UTF8.self) }
}

/// One connection to one database file.
///
/// `@unchecked Sendable`: one thread uses it at a time, the opener until the index's thread starts, then that thread.
/// SQLite is opened without its own lock for that reason.
final class SQLiteConnection: @unchecked Sendable {
    private let handle: OpaquePointer
    /// Prepared statements by their text, which is always a constant of ours.
    private var statements: [String: OpaquePointer] = [:]

    /// Opens or makes a database.
    init(path: String, busyTimeout milliseconds: CInt) throws(SQLiteError) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(opened)
            throw SQLiteError(code: code, message: message)
        }
        handle = opened
        sqlite3_busy_timeout(handle, milliseconds)
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
    }

    /// Runs a statement that answers nothing.
    func run(_ sql: String, _ values: SQLiteValue...) throws(SQLiteError) {
        try step(sql, values) { _ in true }
    }

    /// Runs a query; `row` is called for each row until it answers false.
    func query(_ sql: String, _ values: SQLiteValue..., row: (SQLiteRow) -> Bool) throws(SQLiteError) {
        try step(sql, values, row: row)
    }

    /// The one integer a query answers.
    func integer(_ sql: String) throws(SQLiteError) -> Int64 {
        var answer: Int64 = 0
        try step(sql, []) { row in
            answer = row.integer(0)
            return false
        }
        return answer
    }

    /// Runs `body` between BEGIN and COMMIT, and undoes it if it fails.
    ///
    /// - Parameter writing: takes the write lock at once: taken later, it could fail halfway.
    func transaction<Value>(
        writing: Bool, _ body: () throws(SQLiteError) -> Value
    ) throws(SQLiteError) -> Value {
        try run(writing ? "BEGIN IMMEDIATE" : "BEGIN")
        do {
            let value = try body()
            try run("COMMIT")
            return value
        } catch {
            // Some errors end the transaction by themselves; the rollback then fails, and nothing is lost by it.
            try? run("ROLLBACK")
            throw error
        }
    }

    private func step(_ sql: String, _ values: [SQLiteValue], row: (SQLiteRow) -> Bool) throws(SQLiteError) {
        let statement = try prepared(sql)
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        for (position, value) in values.enumerated() { try bind(value, statement, CInt(position + 1)) }
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { throw failure(code) }
            if !row(SQLiteRow(statement: statement)) { return }
        }
    }

    private func bind(_ value: SQLiteValue, _ statement: OpaquePointer, _ position: CInt) throws(SQLiteError) {
        let code =
            switch value {
            case .integer(let number): sqlite3_bind_int64(statement, position, number)
            case .text(let text): csqlite_bind_text(statement, position, text, CInt(text.utf8.count))
            // A null pointer would bind NULL, also with a length of 0.
            case .blob(let bytes) where bytes.isEmpty: sqlite3_bind_zeroblob(statement, position, 0)
            case .blob(let bytes): csqlite_bind_blob(statement, position, bytes, CInt(bytes.count))
            case .null: sqlite3_bind_null(statement, position)
            }
        guard code == SQLITE_OK else { throw failure(code) }
    }

    private func prepared(_ sql: String) throws(SQLiteError) -> OpaquePointer {
        if let statement = statements[sql] { return statement }
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw failure(code) }
        statements[sql] = statement
        return statement
    }

    private func failure(_ code: CInt) -> SQLiteError {
        SQLiteError(code: code, message: String(cString: sqlite3_errmsg(handle)))
    }
}
