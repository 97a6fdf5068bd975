import Glibc
import ObjectStore

/// What the index keeps of learned attributes.
enum AttributeRows {
    /// More rows than these are not kept: half of them, learned the longest ago, go at the next start.
    static let maximumRows: Int64 = 1 << 20

    static func store(_ entry: AttributeTable.Entry, _ connection: SQLiteConnection) throws(SQLiteError) {
        try connection.run(
            "INSERT OR REPLACE INTO attributes VALUES (?, ?, ?, ?, ?, ?)", .blob(entry.key.bytes),
            .text(entry.etag.value), entry.lastModified.map { .integer($0.seconds) } ?? .null,
            entry.lastModified.map { .integer(Int64($0.nanoseconds)) } ?? .null, .integer(Int64(time(nil))),
            .blob(AttributeCoding.encode(entry.attributes)))
    }

    static func remove(_ key: ObjectKey, _ connection: SQLiteConnection) throws(SQLiteError) {
        try connection.run("DELETE FROM attributes WHERE key = ?", .blob(key.bytes))
    }

    /// Reads the rows of a directory's entries, or of everything under it, in key order, at most `limit`.
    ///
    /// Without `recursively`, what is under a subdirectory is stepped over and not read.
    static func rows(
        under prefix: ObjectKey, recursively: Bool, limit: Int, _ connection: SQLiteConnection
    ) throws(SQLiteError) -> [AttributeTable.Entry] {
        var entries: [AttributeTable.Entry] = []
        var start: [UInt8]? = prefix.bytes
        while let from = start {
            start = nil
            try connection.query(
                """
                SELECT key, etag, modified_seconds, modified_nanoseconds, value FROM attributes
                WHERE key >= ? ORDER BY key
                """,
                .blob(from)
            ) { row in
                let key = ObjectKey(row.bytes(0))
                guard key.hasPrefix(prefix), entries.count < limit else { return false }
                if !recursively, let slash = key.bytes[prefix.bytes.count...].firstIndex(of: UInt8(ascii: "/")),
                    slash + 1 < key.bytes.count
                {
                    // The first byte after '/' in the place of the slash: behind all that is under it.
                    start = key.bytes[..<slash] + [UInt8(ascii: "/") + 1]
                    return false
                }
                if let entry = entry(key, row) { entries.append(entry) }
                return true
            }
        }
        return entries
    }

    /// Drops what was learned the longest ago when there is too much.
    static func trim(_ connection: SQLiteConnection, maximum: Int64 = maximumRows) throws(SQLiteError) {
        guard try connection.integer("SELECT count(*) FROM attributes") > maximum else { return }
        try connection.run(
            """
            DELETE FROM attributes WHERE key IN (SELECT key FROM attributes ORDER BY learned LIMIT
                (SELECT count(*) FROM attributes) - ?)
            """, .integer(maximum / 2))
    }

    private static func entry(_ key: ObjectKey, _ row: SQLiteRow) -> AttributeTable.Entry? {
        guard let attributes = AttributeCoding.decode(row.bytes(4)) else { return nil }
        var lastModified: Timestamp?
        if !row.isNull(2), let nanoseconds = Int32(exactly: row.integer(3)), (0..<1_000_000_000).contains(nanoseconds) {
            lastModified = Timestamp(seconds: row.integer(2), nanoseconds: nanoseconds)
        }
        return AttributeTable.Entry(
            key: key, etag: ETag(row.text(1)), lastModified: lastModified, attributes: attributes)
    }
}
