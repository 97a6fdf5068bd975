/// Signs that the files of a directory are opened one after another, in the order of their names: decisions only.
struct OpenOrder {
    /// How far apart two opens may be and still be in order, since several readers may share the files.
    private static let tolerance = 8
    /// The most files fetched ahead.
    static let mostAhead = 32

    private var last: Int?
    private var streak = 0
    /// Files before this one were asked for.
    private var askedTo = 0

    /// Takes note that the file at `index` of `count` is opened.
    ///
    /// - Returns: the files that are worth fetching now.
    mutating func opened(_ index: Int, of count: Int) -> Range<Int> {
        defer { last = max(last ?? 0, index) }
        guard let last, index > last - Self.tolerance, index <= last + Self.tolerance else {
            streak = 0
            self.last = nil
            askedTo = index + 1
            return index..<index
        }
        if index > last { streak += 1 }
        guard streak >= 2 else { return index..<index }
        // Doubling with each open: a few signs are worth a few files.
        let ahead = min(1 << min(streak - 1, 5), Self.mostAhead)
        let from = max(askedTo, index + 1)
        let to = min(count, max(index, last) + 1 + ahead)
        // Files may have gone since: what was asked for may lie beyond the end.
        guard from < to else { return index..<index }
        askedTo = to
        return from..<to
    }
}
