/// One element of a tree.
struct XMLNode {
    let tree: XMLTree
    let index: Int32

    /// What it is called.
    var name: ElementName { tree.elements[Int(index)].name }

    /// The elements inside, in order.
    var children: XMLChildren { XMLChildren(tree: tree, following: tree.elements[Int(index)].first) }

    /// The elements of one name inside.
    func children(_ name: ElementName) -> [XMLNode] { children.filter { $0.name == name } }

    /// The bytes of its text; none when there are elements inside.
    private var rawBytes: ArraySlice<UInt8> {
        let element = tree.elements[Int(index)]
        return tree.text[Int(element.textStart)..<Int(max(element.textStart, element.textEnd))]
    }

    /// Its text.
    var text: String {
        let text = String(decoding: rawBytes, as: UTF8.self)
        return tree.isMended ? XMLRepair.restored(text) : text
    }

    /// Its text as a number; nil when it is none.
    var long: Int64? {
        let element = tree.elements[Int(index)]
        let count = element.textEnd - element.textStart
        guard (1...18).contains(count) else { return Int64(text) }
        return tree.text.withUnsafeBufferPointer { bytes in
            var value: Int64 = 0
            for offset in Int(element.textStart)..<Int(element.textEnd) {
                let digit = bytes[offset] &- 48
                guard digit < 10 else { return Int64(text) }
                value = value * 10 + Int64(digit)
            }
            return value
        }
    }

    /// Its text as a number; nil when it is none.
    var integer: Int? { long.map { Int($0) } }

    /// Its text as a time; nil when it is none.
    var instant: Instant? {
        let element = tree.elements[Int(index)]
        let range = Int(element.textStart)..<Int(max(element.textStart, element.textEnd))
        let instant = tree.text.withUnsafeBufferPointer { Instant(plain: UnsafeBufferPointer(rebasing: $0[range])) }
        return instant ?? Instant(text: text)
    }

    /// Its text as bytes.
    var bytes: [UInt8] { tree.isMended ? Array(text.utf8) : rawBytes.withUnsafeBytes { Array($0) } }

    /// Its text as a key.
    var key: Key { Key(bytes) }

    /// Its text as a key, decoded where keys are encoded and wanted decoded.
    var encodedKey: Key {
        guard tree.isDecoding else { return key }
        let bytes = bytes
        guard bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return Key(bytes) }
        return Key(FormDecoding.decode(bytes))
    }

    /// Its text, decoded like a key.
    var encodedText: String { tree.isDecoding ? encodedKey.description : text }
}

/// The elements inside another.
struct XMLChildren: Sequence, IteratorProtocol {
    fileprivate let tree: XMLTree
    fileprivate var following: Int32

    mutating func next() -> XMLNode? {
        guard following >= 0 else { return nil }
        let node = XMLNode(tree: tree, index: following)
        following = tree.elements[Int(following)].next
        return node
    }
}
