import ObjectStore

/// The division of an object into the parts of a multipart upload.
///
/// Parts that are wholly unchanged are copied by the server. All parts but the last have at least `Limits.minimum`
/// bytes, none more than `Limits.maximum`, and there are at most `Limits.count` of them.
struct PartPlan: Hashable, Sendable {
    /// One part.
    struct Part: Hashable, Sendable {
        /// 1…10,000.
        let number: Int
        /// Its bytes in the object that comes to be, and, for a copy, in the object that they come from.
        let range: Range<Int64>
        /// Whether the server makes it from the old object.
        let isCopy: Bool
    }

    /// What the server takes, and what we like.
    ///
    /// Sizes in bytes.
    struct Limits: Hashable, Sendable {
        /// The smallest part but the last.
        var minimum: Int64
        /// The largest part; at least twice the smallest.
        var maximum: Int64
        /// The most parts.
        var count = MultipartUpload.maximumParts
        /// How large a sent part is, where the count allows.
        var uploadSize: Int64
        /// How large a copied part is at most.
        var copySize: Int64

        /// The largest object.
        var maximumSize: Int64 {
            let (size, overflow) = maximum.multipliedReportingOverflow(by: Int64(count))
            return overflow ? .max : size
        }
    }

    /// In ascending order, without gaps.
    let parts: [Part]

    /// - Parameters:
    ///   - size: the object's; at least 1.
    ///   - copyable: ranges which the old object has with the same bytes at the same place; empty where nothing can be
    ///     copied.
    /// - Returns: nil when the object is too large for any plan.
    init?(size: Int64, copyable: RangeSet, limits: Limits) {
        precondition(size > 0, "a multipart upload of \(size) bytes")
        precondition(limits.minimum > 0 && limits.maximum / 2 >= limits.minimum, "no parts between these limits")
        guard size <= limits.maximumSize else { return nil }
        let least = (size + Int64(limits.count) - 1) / Int64(limits.count)
        let uploadSize = min(max(limits.uploadSize, limits.minimum, least), limits.maximum)
        let copySize = min(max(limits.copySize, limits.minimum, least), limits.maximum)

        // The shorter the copied runs, the fewer bytes are sent and the more parts there are: the first plan that fits
        // is best.
        var threshold = limits.minimum
        while true {
            let runs = Self.runs(size: size, copyable: copyable, shortest: threshold, minimum: limits.minimum)
            let total = runs.reduce(0) { $0 + $1.pieces(of: $1.isCopy ? copySize : uploadSize, limits.minimum) }
            if total <= limits.count {
                var parts: [Part] = []
                parts.reserveCapacity(total)
                for run in runs { run.split(run.isCopy ? copySize : uploadSize, limits.minimum, into: &parts) }
                self.parts = parts
                return
            }
            if threshold >= uploadSize { break }
            threshold = min(threshold * 2, uploadSize)
        }
        // Too many runs for their ends to be parts' ends: a plain grid always fits.
        var parts: [Part] = []
        var lower: Int64 = 0
        while lower < size {
            let range = lower..<min(size, lower + uploadSize)
            parts.append(Part(number: parts.count + 1, range: range, isCopy: copyable.contains(range)))
            lower = range.upperBound
        }
        self.parts = parts
    }

    /// Bytes that are all sent, or all copied.
    private struct Run {
        var range: Range<Int64>
        var isCopy: Bool
        var length: Int64 { range.upperBound - range.lowerBound }

        func pieces(of size: Int64, _ minimum: Int64) -> Int {
            Int(max(1, min((length + size - 1) / size, length / minimum)))
        }

        /// Cuts the run into pieces of about equal size, so that none is too small.
        func split(_ size: Int64, _ minimum: Int64, into parts: inout [Part]) {
            let pieces = Int64(self.pieces(of: size, minimum))
            let (each, larger) = length.quotientAndRemainder(dividingBy: pieces)
            var lower = range.lowerBound
            for index in 0..<pieces {
                let upper = lower + each + (index < larger ? 1 : 0)
                parts.append(Part(number: parts.count + 1, range: lower..<upper, isCopy: isCopy))
                lower = upper
            }
        }
    }

    /// Alternating runs, each but the last of at least `minimum` bytes.
    private static func runs(size: Int64, copyable: RangeSet, shortest: Int64, minimum: Int64) -> [Run] {
        var coarse: [Run] = []
        func add(_ range: Range<Int64>, isCopy: Bool) {
            if let last = coarse.last, last.isCopy == isCopy {
                coarse[coarse.count - 1].range = last.range.lowerBound..<range.upperBound
            } else {
                coarse.append(Run(range: range, isCopy: isCopy))
            }
        }
        var position: Int64 = 0
        for range in copyable.intersection(0..<size) {
            // The last part may be small, also a copied one.
            guard Int64(range.count) >= shortest || range.upperBound == size else { continue }
            if position < range.lowerBound { add(position..<range.lowerBound, isCopy: false) }
            add(range, isCopy: true)
            position = range.upperBound
        }
        if position < size { add(position..<size, isCopy: false) }

        // A changed run that is too small for a part takes unchanged bytes from a neighbour.
        var runs: [Run] = []
        var index = 0
        while index < coarse.count {
            var run = coarse[index]
            index += 1
            if !run.isCopy, let last = runs.last, !last.isCopy {
                runs.removeLast()
                run.range = last.range.lowerBound..<run.range.upperBound
            }
            let need = minimum - run.length
            if !run.isCopy, need > 0, index < coarse.count {
                let next = coarse[index]
                let nextIsLast = index == coarse.count - 1
                if next.length - need >= (nextIsLast ? 1 : minimum) {
                    run.range = run.range.lowerBound..<run.range.upperBound + need
                    coarse[index].range = run.range.upperBound..<next.range.upperBound
                } else if let before = runs.last, before.length - need >= minimum {
                    run.range = run.range.lowerBound - need..<run.range.upperBound
                    runs[runs.count - 1].range = before.range.lowerBound..<run.range.lowerBound
                } else {
                    run.range = run.range.lowerBound..<next.range.upperBound
                    index += 1
                }
            }
            runs.append(run)
        }
        return runs
    }
}
