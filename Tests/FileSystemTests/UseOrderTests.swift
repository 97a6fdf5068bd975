import FUSE
import ObjectStore
import ObjectStoreTesting
import Testing

@testable import FileSystem

/// The order of use beside a plain array.
struct UseOrderTests {
    @Test("Whatever is added, used and removed, the order is that of an array", arguments: [0, 5])
    func model(slack: Int) {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("order of use: seed \(seed)")
        var generator = SplitMix64(seed: seed)
        let inodes = (0..<20).map { index in
            Inode(
                id: InodeID(rawValue: 100 + UInt64(index)), kind: FileMode.regular, parent: nil, name: EntryName("x"),
                keyPart: [], lastModified: .now, expiry: .now)
        }
        var order = UseOrder(slack: slack)
        var model: [Inode] = []
        var clock: [InodeID: Int] = [:]
        var now = 0
        func renew(_ inode: Inode) {
            model.removeAll { $0 === inode }
            model.append(inode)
            now += 1
            clock[inode.id] = now
        }
        for _ in 0..<5000 {
            let inode = inodes[Int(generator.next() % 20)]
            let isIn = model.contains { $0 === inode }
            switch generator.next() % 4 {
            case 0:
                order.remove(inode)
                model.removeAll { $0 === inode }
            case 1 where !isIn:
                order.add(inode)
                renew(inode)
            default:
                order.use(inode)
                if isIn, inode !== model.last, now - (clock[inode.id] ?? 0) >= slack { renew(inode) }
            }
            #expect(order.count == model.count)
            #expect(order.oldest === model.first)
            var names: [InodeID] = []
            var next = order.oldest
            while let inode = next {
                names.append(inode.id)
                next = inode.newer
            }
            #expect(names == model.map(\.id))
        }
        for inode in inodes { order.remove(inode) }
        #expect(order.oldest == nil && order.count == 0)
    }
}
