/// Guesses from the reads of one handle what will be read next: decisions only, in bytes.
struct ReadPattern {
    struct Plan: Equatable {
        /// Up to where the GET of this read may go on, if there has to be one.
        var target: Int64
        /// What is to be fetched ahead apart from it.
        var ahead: Range<Int64>
        /// The most that one GET of it asks for.
        var each: Int64 = 0
    }

    /// How many times what was read in sequence is fetched ahead: the wait for a connection's first bytes is long.
    private static let growth: Int64 = 8

    private let size: Int64
    private let configuration: ReadConfiguration
    /// How large GETs are and how far ahead they run, as of now.
    var sizes: FetchPace.Sizes
    /// Where the sequential reading has come to.
    private var position: Int64 = 0
    /// How much has been read in sequence.
    private var streak: Int64 = 0
    /// Where the lowest read of the sequence began.
    private var start: Int64 = 0
    /// How much has been read behind `position` since it last went on: late reads of a sequence, if it does go on, and nothing
    /// to fetch ahead for, if somebody reads backwards.
    private var late: Int64 = 0
    /// Up to where bytes have been asked for ahead of the reader.
    private var askedTo: Int64 = 0
    private var isFirst = true

    init(size: Int64, configuration: ReadConfiguration) {
        self.size = size
        self.configuration = configuration
        sizes = FetchPace.Sizes(window: configuration.maximumWindow, fetch: configuration.maximumFetch)
    }

    /// Takes note of a read, which is not empty.
    ///
    /// - Returns: also, when the reader has gone elsewhere, what had been fetched for it in vain.
    mutating func read(_ range: Range<Int64>) -> (plan: Plan, abandoned: Range<Int64>) {
        let length = range.upperBound - range.lowerBound
        var abandoned = position..<position
        // Forward, only somebody who is known to read in sequence is believed to come back for the gap.
        let reach = streak + late >= 2 * configuration.pieceSize ? configuration.tolerance : 0
        let isSequential =
            range.lowerBound >= position - configuration.tolerance && range.lowerBound <= position + reach
        if !isSequential {
            if askedTo > position { abandoned = position..<askedTo }
            streak = 0
            late = 0
            start = range.lowerBound
            position = range.upperBound
            askedTo = position
        } else if range.upperBound > position {
            streak += late + min(length, range.upperBound - position)
            late = 0
            position = range.upperBound
        } else {
            start = min(start, range.lowerBound)
            // The same place read again is no progress.
            late = min(late + length, max(0, position - start - streak))
            isFirst = false
            // What lies between it and `position` comes by reads of its own, or not at all.
            if size > configuration.wholeSize {
                return (Plan(target: range.upperBound, ahead: position..<position), abandoned)
            }
        }
        defer { isFirst = false }
        if size <= configuration.wholeSize { return (Plan(target: size, ahead: size..<size), abandoned) }
        var window = streak > 0 ? min(Self.growth * streak + length, sizes.window) : 0
        if isFirst, range.lowerBound == 0 { window = max(window, configuration.firstWindow - range.upperBound) }
        var target = min(size, position + window)
        // Whole pieces: a window that ends within one is not worth fetching it.
        if target < size { target -= target % configuration.pieceSize }
        let from = max(askedTo, position)
        // Where all GETs begin at once the reader waits for the first of them, and the smaller that is, the shorter.
        let grown = streak / 2
        let each = min(sizes.fetch, max(configuration.firstFetch, grown - grown % configuration.pieceSize))
        let own = min(target, range.lowerBound + each)
        var plan = Plan(target: max(own, range.upperBound), ahead: from..<from, each: each)
        // A few large requests rather than many small ones.
        let isEnough = target == size || target - from >= min(each, window / 2)
        if streak > 0, target > from, isEnough {
            // Whole requests: what is left over goes with the next one.
            if target < size, target - from > each { target -= (target - from) % each }
            askedTo = target
            plan.ahead = from..<target
        }
        return (plan, abandoned)
    }

    /// Takes note that only a part of what the plan wanted ahead was asked for, for want of memory.
    mutating func askedOnly(to end: Int64) {
        askedTo = min(askedTo, end)
    }
}
