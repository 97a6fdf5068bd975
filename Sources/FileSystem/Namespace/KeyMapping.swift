import FUSE

/// The rules that turn a component of a key into a name and back: pure, and inverse to one another.
///
/// Most components are their own name. One that no directory entry can have (empty, `.`, `..`, with NUL, over 255
/// bytes) and one that begins like an escape is shown as `%pail%` and the component with the bytes in the way
/// percent-encoded. An object beside a directory of the same name is shown with `%pail%=` in front. What is longer than
/// a name may be is cut: `%pail%+` and a first chunk make a directory, the rest is a name inside it.
enum KeyMapping {
    /// What every escaped name begins with.
    static let lead = Array("%pail%".utf8)
    private static let shadowMark = UInt8(ascii: "=")
    private static let continuationMark = UInt8(ascii: "+")
    /// Raw bytes in one chunk of a long component, when none of them needs encoding.
    private static let chunkLength = 200

    /// The place of a component in a directory.
    enum Place: Equatable {
        /// The component is one name.
        case name(EntryName)
        /// The component begins in a directory that stands for its first bytes.
        case continued(EntryName, chunk: [UInt8])
    }

    /// What a name stands for.
    enum Part: Equatable {
        /// A component (or the rest of one, inside a continuation); `isShadow` names the object beside a directory.
        case component([UInt8], isShadow: Bool)
        /// A directory that stands for the first bytes of longer components.
        case continuation(chunk: [UInt8])
    }

    /// Where the rest `component` of a component that began with `before` is shown.
    static func place(_ component: [UInt8], isShadow: Bool = false) -> Place {
        let name = escaped(component, isShadow: isShadow)
        if name.count <= EntryName.maximumLength { return .name(EntryName(name)) }
        var chunk = Array(component.prefix(chunkLength))
        while lead.count + 1 + encoded(chunk).count > EntryName.maximumLength { chunk.removeLast() }
        return .continued(EntryName(lead + [continuationMark] + encoded(chunk)), chunk: chunk)
    }

    /// What `name` stands for; nil when no key has this name.
    static func part(_ name: EntryName) -> Part? {
        guard name.bytes.count <= EntryName.maximumLength else { return nil }
        guard name.bytes.starts(with: lead) else { return .component(name.bytes, isShadow: false) }
        var rest = name.bytes.dropFirst(lead.count)
        let mark = rest.first
        if mark == shadowMark || mark == continuationMark { rest = rest.dropFirst() }
        guard let bytes = decoded(rest) else { return nil }
        if mark == continuationMark { return bytes.isEmpty ? nil : .continuation(chunk: bytes) }
        let isShadow = mark == shadowMark
        // One name for each key: what would not have been escaped this way is no name at all.
        guard escaped(bytes, isShadow: isShadow) == name.bytes else { return nil }
        return .component(bytes, isShadow: isShadow)
    }

    /// Whether a name has the form of an escaped one.
    static func isEscaped(_ name: EntryName) -> Bool { name.bytes.starts(with: lead) }

    private static func escaped(_ component: [UInt8], isShadow: Bool) -> [UInt8] {
        if isShadow { return lead + [shadowMark] + encoded(component) }
        if component == [UInt8(ascii: ".")] || component == [UInt8(ascii: "."), UInt8(ascii: ".")] {
            return lead + component.flatMap { percent($0) }
        }
        if component.isEmpty || component.starts(with: lead) || component.contains(0) {
            return lead + encoded(component)
        }
        return component
    }

    private static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for byte in bytes {
            switch byte {
            case 0, UInt8(ascii: "/"), UInt8(ascii: "%"), shadowMark, continuationMark: result += percent(byte)
            default: result.append(byte)
            }
        }
        return result
    }

    private static func percent(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                index += 1
                continue
            }
            guard index + 2 < bytes.endIndex, let high = digit(bytes[index + 1]), let low = digit(bytes[index + 2])
            else { return nil }
            result.append(high << 4 | low)
            index += 3
        }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
