import ObjectStore

/// Keys as numbers, so that a place between two of them can be guessed: digits, letters or bytes, as the keys seen have
/// them at each place.
struct KeyScale {
    /// The characters that keys have at one place, as far as seen.
    private enum Alphabet: Int, Comparable {
        case digits = 10
        case hexadecimal = 16
        case letters = 26
        case lettersAndDigits = 36
        case printable = 95
        case bytes = 256

        static func < (left: Alphabet, right: Alphabet) -> Bool { left.rawValue < right.rawValue }

        func contains(_ byte: UInt8) -> Bool {
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            switch self {
            case .digits: return isDigit
            case .hexadecimal: return isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            case .letters: return isLetter
            case .lettersAndDigits: return isDigit || isLetter
            case .printable: return (32..<127).contains(byte) && byte != UInt8(ascii: "/")
            case .bytes: return byte != UInt8(ascii: "/")
            }
        }

        static let all: [Alphabet] = [.digits, .hexadecimal, .letters, .lettersAndDigits, .printable, .bytes]

        /// The bytes in order.
        var members: [UInt8] { (0...255).filter { contains($0) } }
    }

    /// Places that count; what comes after them moves a guess by less than a millionth.
    private static let places = 8
    private static let members: [Alphabet: [UInt8]] = Dictionary(
        uniqueKeysWithValues: Alphabet.all.map { ($0, $0.members) })

    private static let sampleSize = 300

    private let prefix: [UInt8]
    /// Keys seen: the first and last of each page, and some between.
    private var sample: [[UInt8]] = []

    init(prefix: [UInt8]) { self.prefix = prefix }

    /// Takes keys of a page for a sample.
    mutating func note(_ page: ListPage) {
        let keys = page.objects.map(\.key.bytes) + page.commonPrefixes.map { Array($0.bytes.dropLast()) }
        if sample.count < Self.sampleSize {
            for index in stride(from: 0, to: keys.count, by: max(1, keys.count / 16)) { sample.append(keys[index]) }
        }
        // The last keys show how far the names reach; of a very large directory only the latest.
        if let last = keys.last { sample.append(last) }
        if sample.count > 2 * Self.sampleSize { sample.removeSubrange(1...Self.sampleSize) }
    }

    /// The middle of what is to come between two keys.
    ///
    /// - Parameters:
    ///   - position: the last key that has come.
    ///   - end: the last key that belongs to it; nil for all that may follow.
    ///   - covered: the ranges that have come, which held so many `pages`.
    /// - Returns: how many pages are likely to come, and a key in their middle; nil when there is no telling.
    func middle(
        _ position: [UInt8], _ end: [UInt8]?, covered: [(from: [UInt8], to: [UInt8])], pages: Double
    ) -> (rest: Double, at: [UInt8])? {
        guard let length = commonLength, pages > 0 else { return nil }
        var place = (depth: length, alphabets: alphabets(from: length))
        while true {
            let (depth, alphabets) = place
            func number(_ key: [UInt8]) -> Double { self.number(key, depth, alphabets) }
            let width = covered.reduce(0) { $0 + max(0, number($1.to) - number($1.from)) } / pages
            let from = number(position)
            let to = end.map { number($0) } ?? 1
            let rest = width > 0 ? (to - from) / width : 0
            let wider = Alphabet.all.first { $0 > alphabets[0] && $0 <= .lettersAndDigits }
            if rest >= 1 || end != nil || (depth == prefix.count && wider == nil) {
                guard width > 0, to > from else { return nil }
                let at = key(from + (to - from) / 2, depth, alphabets)
                guard position.lexicographicallyPrecedes(at), end.map({ at.lexicographicallyPrecedes($0) }) ?? true,
                    String(validating: at, as: UTF8.self) != nil
                else { return nil }
                return (rest, at)
            }
            // All that these characters can say has come already: the one before them goes on, or there are more.
            if depth > prefix.count {
                place = (depth - 1, self.alphabets(from: depth - 1))
            } else if let wider {
                place.alphabets[0] = wider
            }
        }
    }

    /// How many bytes all keys seen have in common; nil before any came.
    private var commonLength: Int? {
        guard let first = sample.first else { return nil }
        var length = first.count
        for key in sample {
            length = min(length, key.count)
            var index = prefix.count
            while index < length, key[index] == first[index] { index += 1 }
            length = min(length, max(index, prefix.count))
        }
        return max(length, prefix.count)
    }

    private func alphabets(from depth: Int) -> [Alphabet] {
        (depth..<depth + Self.places).map { place in
            var alphabet = Alphabet.digits
            for key in sample where place < key.count {
                while !alphabet.contains(key[place]), let next = Alphabet.all.first(where: { $0 > alphabet }) {
                    alphabet = next
                }
            }
            return alphabet
        }
    }

    /// A key's place between 0 and 1.
    private func number(_ key: [UInt8], _ depth: Int, _ alphabets: [Alphabet]) -> Double {
        guard key.count >= depth, let known = sample.first else { return 0 }
        // What is outside of what all keys begin with is before or after all of it.
        let head = key[prefix.count..<depth]
        let common = known[prefix.count..<depth]
        if head != common { return head.lexicographicallyPrecedes(common) ? 0 : 1 }
        var value = 0.0
        var unit = 1.0
        for (place, alphabet) in alphabets.enumerated() {
            let members = Self.members[alphabet] ?? []
            unit /= Double(members.count)
            guard depth + place < key.count else { break }
            let byte = key[depth + place]
            value += unit * Double(members.firstIndex { $0 >= byte } ?? members.count - 1)
        }
        return value
    }

    /// The key at a place between 0 and 1.
    private func key(_ value: Double, _ depth: Int, _ alphabets: [Alphabet]) -> [UInt8] {
        var key = Array((sample.first ?? prefix)[..<depth])
        var rest = value
        // Bytes beyond the printable ones might make a key that is no UTF-8, which some servers refuse.
        for alphabet in alphabets.prefix(6).prefix(while: { $0 != .bytes }) {
            let members = Self.members[alphabet] ?? []
            rest *= Double(members.count)
            let digit = max(0, min(Int(rest), members.count - 1))
            key.append(members[digit])
            rest -= Double(digit)
        }
        return key
    }
}
