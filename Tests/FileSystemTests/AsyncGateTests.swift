import Synchronization
import Testing

@testable import FileSystem

@Suite("AsyncGate") struct AsyncGateTests {
    /// Who has come in, and how much is within.
    private final class Log: Sendable {
        let entered = Mutex<[Int]>([])
        let now = Mutex<Int64>(0)
        let most = Mutex<Int64>(0)

        func enter(_ number: Int, _ weight: Int64) {
            entered.withLock { $0.append(number) }
            let sum = now.withLock { now in
                now += weight
                return now
            }
            most.withLock { $0 = max($0, sum) }
        }
    }

    private func come(_ number: Int, _ weight: Int64, to gate: AsyncGate, _ log: Log) -> Task<Void, Never> {
        Task.immediate {
            await gate.enter(weight)
            log.enter(number, weight)
        }
    }

    @Test("As much is within as there is room for, in the order of coming, and what is too large is alone")
    func order() async {
        let (gate, log) = (AsyncGate(width: 10), Log())
        await come(1, 4, to: gate, log).value
        await come(2, 6, to: gate, log).value
        let third = come(3, 25, to: gate, log)
        // Not before who came earlier, though there is room for it first.
        let fourth = come(4, 1, to: gate, log)
        gate.leave(6)
        let fifth = come(5, 9, to: gate, log)
        #expect(log.entered.withLock { $0 } == [1, 2])
        gate.leave(4)
        await third.value
        #expect(log.entered.withLock { $0 } == [1, 2, 3])
        gate.leave(25)
        await fourth.value
        await fifth.value
        #expect(Set(log.entered.withLock { $0 }.suffix(2)) == [4, 5])
    }

    @Test("However many come at once, no more are within than there is room for")
    func storm() async {
        let (gate, log) = (AsyncGate(width: 7), Log())
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
                group.addTask {
                    let weight = Int64(number % 5 + 1)
                    await gate.run(weight: weight) {
                        log.enter(number, weight)
                        for _ in 0..<number % 7 { await Task.yield() }
                        log.now.withLock { $0 -= weight }
                    }
                }
            }
        }
        #expect(log.now.withLock { $0 } == 0)
        #expect(log.most.withLock { $0 } <= 7)
        #expect(log.entered.withLock { $0.count } == 300)
        await gate.enter(7)
    }
}
