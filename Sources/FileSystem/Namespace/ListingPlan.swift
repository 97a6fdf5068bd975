import ObjectStore

/// Which LISTs fetch a directory: one page after another at first, several ranges of names at once when it proves large.
///
/// A range more costs at most one request more: a page that reaches into the next range, or an empty one. So ranges are
/// opened only while they are fewer than three tenths of the pages that the directory is known to have.
struct ListingPlan {
    /// One page to ask for.
    struct Ask {
        let segment: Int
        /// Keys up to and including this one belong to ranges before; nil from the start.
        var startAfter: [UInt8]?
        var continuation: ListContinuation?
        /// A range that begins after its first page has come.
        var isFirst: Bool
    }

    /// A range of names that one chain of pages covers.
    private struct Segment {
        var start: [UInt8]
        /// The last key that has come.
        var position: [UInt8]
        /// The last key that belongs to it; nil for the open end.
        var end: [UInt8]?
        var isDone = false
    }

    /// The most pages on their way at once.
    static let maximumParallel = 8
    /// A directory with fewer pages is not worth dividing.
    private static let fewestPages = 5
    /// A range with fewer pages to come is not worth dividing.
    private static let worthDividing = 1.6

    private var segments: [Segment]
    private var scale: KeyScale
    private let canDivide: Bool
    private var keys = 0
    private var pageSize = 1
    private var underWay = 0

    /// - Parameters:
    ///   - prefix: what all keys of the directory begin with.
    ///   - canDivide: whether the server lists in the order of bytes.
    init(prefix: [UInt8], canDivide: Bool) {
        segments = [Segment(start: prefix, position: prefix)]
        scale = KeyScale(prefix: prefix)
        self.canDivide = canDivide
    }

    /// The first page.
    mutating func begin() -> Ask {
        underWay = 1
        return Ask(segment: 0, startAfter: nil, continuation: nil, isFirst: true)
    }

    /// Whether the whole directory has come.
    var isDone: Bool { underWay == 0 }

    /// The key after which a page begins.
    func position(of ask: Ask) -> [UInt8] { segments[ask.segment].position }

    /// The part of a page that belongs to the range that it was asked for.
    func own(_ page: ListPage, of ask: Ask) -> ListPage {
        guard let end = segments[ask.segment].end else { return page }
        var own = page
        own.objects.removeAll { end.lexicographicallyPrecedes($0.key.bytes) }
        own.commonPrefixes.removeAll { end.lexicographicallyPrecedes($0.bytes) }
        return own
    }

    /// Takes note of a page.
    ///
    /// - Parameter page: the range's own part of what came (`own`).
    /// - Returns: the pages to ask for now.
    mutating func arrived(_ page: ListPage, of ask: Ask, isCut: Bool, next: ListContinuation?) -> [Ask] {
        underWay -= 1
        let count = page.objects.count + page.commonPrefixes.count
        keys += count
        pageSize = max(pageSize, count)
        var segment = segments[ask.segment]
        let firsts = [page.objects.first?.key.bytes, page.commonPrefixes.first?.bytes].compactMap { $0 }
        if ask.isFirst, ask.startAfter == nil, let first = firsts.min(by: { $0.lexicographicallyPrecedes($1) }) {
            segment.start = first
        }
        for key in [page.objects.last?.key.bytes, page.commonPrefixes.last?.bytes].compactMap({ $0 })
        where segment.position.lexicographicallyPrecedes(key) { segment.position = key }
        scale.note(page)
        segment.isDone = isCut || next == nil
        segments[ask.segment] = segment
        var asks: [Ask] = []
        if !segment.isDone {
            asks.append(Ask(segment: ask.segment, startAfter: nil, continuation: next, isFirst: false))
        } else if next == nil, !isCut {
            // Nothing at all comes after it, so ranges further on are empty: their answers show it.
            segments[ask.segment].end = nil
        }
        underWay += asks.count
        while let ask = divide() {
            asks.append(ask)
            underWay += 1
        }
        return asks
    }

    /// Opens another range, if it is allowed and worth it.
    private mutating func divide() -> Ask? {
        guard canDivide, underWay < Self.maximumParallel, underWay > 0 else { return nil }
        let pages = keys / pageSize + (segments.contains { !$0.isDone } ? 1 : 0)
        guard pages >= Self.fewestPages, segments.count * 10 <= pages * 3 else { return nil }
        let done = Double(keys) / Double(pageSize)
        var best: (index: Int, rest: Double, at: [UInt8])?
        for (index, segment) in segments.enumerated() where !segment.isDone {
            guard let (rest, at) = scale.middle(segment.position, segment.end, covered: covered, pages: done) else {
                continue
            }
            if rest >= Self.worthDividing, rest > best?.rest ?? 0 { best = (index, rest, at) }
        }
        guard let best else { return nil }
        let segment = segments[best.index]
        segments[best.index].end = best.at
        segments.append(Segment(start: best.at, position: best.at, end: segment.end))
        return Ask(segment: segments.count - 1, startAfter: best.at, continuation: nil, isFirst: true)
    }

    private var covered: [(from: [UInt8], to: [UInt8])] { segments.map { ($0.start, $0.position) } }
}
