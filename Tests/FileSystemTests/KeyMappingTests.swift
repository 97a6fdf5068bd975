import FUSE
import Testing

@testable import FileSystem

struct KeyMappingTests {
    /// Every component of up to four of the bytes that matter.
    private static func components() -> [[UInt8]] {
        let bytes: [UInt8] = [0, UInt8(ascii: "."), UInt8(ascii: "%"), UInt8(ascii: "="), UInt8(ascii: "+"), 0xff]
        var all: [[UInt8]] = [[]]
        var last: [[UInt8]] = [[]]
        for _ in 0..<4 {
            last = last.flatMap { start in bytes.map { start + [$0] } }
            all += last
        }
        return all + all.map { Array("%pail%".utf8) + $0 }
    }

    @Test("Every short component has a name of its own, and the name leads back")
    func inverse() {
        var names: [EntryName: [UInt8]] = [:]
        for component in Self.components() {
            for isShadow in [false, true] {
                guard case .name(let name) = KeyMapping.place(component, isShadow: isShadow) else {
                    Issue.record("\(component) is too long")
                    continue
                }
                #expect(!name.bytes.isEmpty && !name.bytes.contains(0) && name.bytes.count <= 255)
                #expect(name != EntryName(".") && name != EntryName(".."))
                #expect(KeyMapping.part(name) == .component(component, isShadow: isShadow))
                #expect(names.updateValue(component, forKey: name) == nil, "\(name) stands for two keys")
            }
        }
    }

    @Test(
        "A long component is a chain of directories and a rest, and the chain leads back",
        arguments: [256, 300, 700, 1024])
    func long(length: Int) {
        for byte in [UInt8(ascii: "a"), UInt8(ascii: "%"), 0xff] {
            let component = [UInt8](repeating: byte, count: length)
            var rest = component
            var found: [UInt8] = []
            while case .continued(let name, let chunk) = KeyMapping.place(rest) {
                #expect(name.bytes.count <= 255)
                #expect(KeyMapping.part(name) == .continuation(chunk: chunk))
                found += chunk
                rest.removeFirst(chunk.count)
            }
            #expect(found + rest == component)
        }
    }

    @Test(
        "A name that is no escape of anything stands for no key",
        arguments: ["%pail%plain", "%pail%%2", "%pail%+", "%pail%%zz"])
    func noEscape(name: String) {
        #expect(KeyMapping.part(EntryName(name)) == nil)
    }

    @Test("Ordinary names are themselves", arguments: ["a", "a b", "...", "%", "100%pail%", "%pai", "é", "a\\b", "\n"])
    func ordinary(name: String) {
        #expect(KeyMapping.place(Array(name.utf8)) == .name(EntryName(name)))
        #expect(KeyMapping.part(EntryName(name)) == .component(Array(name.utf8), isShadow: false))
    }
}
