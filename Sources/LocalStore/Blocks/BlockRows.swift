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
            var unwanted: Set<Int64> = []
            try connection.query(
                """
                SELECT v.id, v.key, v.etag, v.size, v.last_use, b.number, b.length, b.crc
                FROM versions v JOIN blocks b ON b.version = v.id WHERE v.owner = ?
                ORDER BY v.last_use, v.id, b.number
                """, .text(owner)
            ) { row in
                let key = ObjectKey(row.bytes(1))
                let version = BlockVersion(key: key, etag: ETag(row.text(2)), size: row.integer(3))
                let (file, number, length) = (row.integer(0), row.integer(5), row.integer(6))
                guard length > 0, length == version.blockLength(number), let crc = UInt32(exactly: row.integer(7)),
                    loaded.load(version, number, file: file, length: Int(length), crc: crc)
                else {
                    unwanted.insert(file)
                    return true
                }
                loaded.clock = max(loaded.clock, row.integer(4))
                return true
            }
            for slot in loaded.keys.values {
                var next: Int32? = slot
                while let version = next {
                    unwanted.remove(loaded.versions[version].file)
                    next = loaded.versions[version].nextOfKey
                }
            }
            for file in unwanted { try remove(file, connection) }
            return unwanted
        }
        index = loaded
        return Array(unwanted)
    }

    /// A block that a dead mount has left.
    struct Left {
        let version: BlockVersion
        let file: Int64
        let number: Int64
        let length: Int
        let crc: UInt32
    }

    /// Gives the files of dead mounts, and those that nobody owns, to another; by last use, oldest first.
    static func takeOver(
        from dead: [String], to owner: String, _ connection: SQLiteConnection
    ) throws(SQLiteError) -> [Left] {
        var rows: [Left] = []
        for dead in dead + [""] {
            try connection.query(
                """
                SELECT v.id, v.key, v.etag, v.size, b.number, b.length, b.crc
                FROM versions v JOIN blocks b ON b.version = v.id WHERE v.owner = ?
                ORDER BY v.last_use, v.id, b.number
                """, .text(dead)
            ) { row in
                let version = BlockVersion(
                    key: ObjectKey(row.bytes(1)), etag: ETag(row.text(2)), size: row.integer(3))
                let (number, length) = (row.integer(4), row.integer(5))
                if length > 0, length == version.blockLength(number), let crc = UInt32(exactly: row.integer(6)) {
                    rows.append(
                        Left(version: version, file: row.integer(0), number: number, length: Int(length), crc: crc))
                }
                return true
            }
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
