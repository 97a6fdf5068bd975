import ObjectStore

/// What the index keeps of clean blocks.
enum BlockRows {
    /// Takes over the files of dead mounts and reads what they hold.
    ///
    /// - Parameters:
    ///   - owner: the mount that asks.
    ///   - living: asked for the names of the mounts that live, whose files are theirs, when nobody else can change owners.
    /// - Returns: files that are not wanted, to be removed.
    static func load(
        into index: inout BlockIndex, _ connection: SQLiteConnection, owner: String, living: () -> Set<String>
    ) throws(SQLiteError) -> [Int64] {
        var loaded = index
        let unwanted = try connection.transaction(writing: true) { () throws(SQLiteError) -> Set<Int64> in
            var owners: [String] = []
            try connection.query("SELECT DISTINCT owner FROM versions") { row in
                owners.append(row.text(0))
                return true
            }
            // See `InstanceLock.living`.
            let living = living()
            for dead in owners where !living.contains(dead) {
                try connection.run("UPDATE versions SET owner = ? WHERE owner = ?", .text(owner), .text(dead))
            }
            var (taken, refused): (Set<Int64>, Set<Int64>) = ([], [])
            try forEach(of: owner, connection) { left in
                if loaded.load(left) { taken.insert(left.file) } else { refused.insert(left.file) }
            }
            // Of a file that some blocks were taken of, those that cannot be read back are found damaged.
            let unwanted = refused.subtracting(taken)
            for file in unwanted { try remove(file, connection) }
            return unwanted
        }
        index = loaded
        return Array(unwanted)
    }

    /// A block that a mount has left.
    struct Left: Sendable {
        let file: Int64
        let version: BlockVersion
        let number: Int64
        let length: Int64
        /// As it is in the row, where it may be anything.
        let crc: Int64
        let lastUse: Int64
    }

    /// Hands out what an owner has, by last use, oldest first.
    private static func forEach(
        of owner: String, _ connection: SQLiteConnection, _ body: (Left) -> Void
    ) throws(SQLiteError) {
        try connection.query(
            """
            SELECT v.id, v.key, v.etag, v.size, b.number, b.length, b.crc, v.last_use
            FROM versions v JOIN blocks b ON b.version = v.id WHERE v.owner = ?
            ORDER BY v.last_use, v.id, b.number
            """, .text(owner)
        ) { row in
            body(
                Left(
                    file: row.integer(0),
                    version: BlockVersion(
                        key: ObjectKey(row.bytes(1)), etag: ETag(row.text(2)), size: row.integer(3)),
                    number: row.integer(4), length: row.integer(5), crc: row.integer(6), lastUse: row.integer(7)))
            return true
        }
    }

    /// Gives the files of dead mounts, and those that nobody owns, to another; by last use, oldest first.
    static func takeOver(
        from dead: [String], to owner: String, _ connection: SQLiteConnection
    ) throws(SQLiteError) -> [Left] {
        var rows: [Left] = []
        for dead in dead + [""] {
            try forEach(of: dead, connection) { rows.append($0) }
            try connection.run("UPDATE versions SET owner = ? WHERE owner = ?", .text(owner), .text(dead))
        }
        return rows
    }

    /// All files that any mount has blocks in.
    static func files(_ connection: SQLiteConnection) throws(SQLiteError) -> Set<Int64> {
        var files: Set<Int64> = []
        try connection.query("SELECT id FROM versions") { row in
            files.insert(row.integer(0))
            return true
        }
        return files
    }

    static func store(
        _ version: BlockVersion, file: Int64, owner: String, use: Int64, number: Int64, length: Int, crc: UInt32,
        _ connection: SQLiteConnection
    ) throws(SQLiteError) {
        try connection.run(
            "INSERT OR IGNORE INTO versions VALUES (?, ?, ?, ?, ?, ?)", .integer(file), .text(owner),
            .blob(version.key.bytes), .text(version.etag.value), .integer(version.size), .integer(use))
        try connection.run(
            "INSERT OR REPLACE INTO blocks VALUES (?, ?, ?, ?)", .integer(file), .integer(number),
            .integer(Int64(length)), .integer(Int64(crc)))
    }

    static func remove(_ file: Int64, _ number: Int64, _ connection: SQLiteConnection) throws(SQLiteError) {
        try connection.run("DELETE FROM blocks WHERE version = ? AND number = ?", .integer(file), .integer(number))
    }

    static func remove(_ file: Int64, _ connection: SQLiteConnection) throws(SQLiteError) {
        try connection.run("DELETE FROM blocks WHERE version = ?", .integer(file))
        try connection.run("DELETE FROM versions WHERE id = ?", .integer(file))
    }

    static func noteUse(_ uses: [Int64: Int64], _ connection: SQLiteConnection) throws(SQLiteError) {
        for (file, use) in uses {
            try connection.run("UPDATE versions SET last_use = ? WHERE id = ?", .integer(use), .integer(file))
        }
    }

    /// Lets the next mount take over the files although this process lives on.
    static func disown(_ owner: String, _ connection: SQLiteConnection) throws(SQLiteError) {
        try connection.run("UPDATE versions SET owner = '' WHERE owner = ?", .text(owner))
    }
}
