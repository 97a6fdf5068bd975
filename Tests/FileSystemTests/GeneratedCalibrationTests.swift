import FileSystemTesting
import Synchronization
import Testing

/// Proves the generated test itself: it agrees with itself, it finds what is wrong, and it makes it short.
@Suite struct GeneratedCalibrationTests {
    /// Two local directories, the first through `wrap`.
    private static func fixture(_ wrap: @escaping (DiskExecutor) -> any Executor) -> DifferentialTest {
        DifferentialTest { body in
            let left = try TemporaryDirectory.inMemory()
            let right = try TemporaryDirectory()
            body(wrap(DiskExecutor(left.disk, isReference: true)), DiskExecutor(right.disk, isReference: true))
        }
    }

    @Test("Two local directories do not differ", arguments: TestSettings.seeds)
    func agreement(seed: UInt64) async throws {
        let result = try await PlainThread.run {
            try Self.fixture { $0 }.run(seed: seed, steps: TestSettings.steps)
        }
        #expect(result.report.difference == nil, "\(result.explanation)")
        #expect(result.report.steps > TestSettings.steps)
    }

    @Test("A thousand steps do at least 22 kinds of operation, and each kind succeeds somewhere")
    func coverage() async throws {
        let kinds = try await PlainThread.run {
            var kinds: [String: Int] = [:]
            for seed in UInt64(1)...10 {
                let report = try Self.fixture { $0 }.run(seed: seed, steps: 1000).report
                for (kind, count) in report.kinds { kinds[kind, default: 0] += count.succeeded }
            }
            return kinds
        }
        // Hard links are refused on purpose.
        let idle = kinds.filter { $0.value == 0 && $0.key != "link" }
        #expect(idle.isEmpty, "never succeeded: \(idle.keys)")
        #expect(kinds.count >= 22, "\(kinds.count) kinds")
    }

    /// A disk that is wrong in one way.
    private final class WrongExecutor: Executor {
        private let base: DiskExecutor
        private let spoil: (Operation) -> Operation?

        init(_ base: DiskExecutor, _ spoil: @escaping (Operation) -> Operation?) {
            self.base = base
            self.spoil = spoil
        }

        func apply(_ operation: FileSystemTesting.Operation) -> Outcome {
            guard let changed = spoil(operation) else { return Outcome() }
            return base.apply(changed)
        }
        func closeAll() -> [Outcome] { base.closeAll() }
        func tree() -> Result<[DiskPath: TreeEntry], CallError> { base.tree() }
        func remount() throws { try base.remount() }
        func verify(_ tree: [DiskPath: TreeEntry]) -> [String] { base.verify(tree) }
    }

    /// Ways to be wrong.
    enum Fault: String, CaseIterable {
        case truncatesLong, losesWrites, wrongBytes, forgetsModes, forgetsTimes, ignoresNoReplace, losesAppends

        func spoil(_ operation: FileSystemTesting.Operation) -> FileSystemTesting.Operation? {
            switch (self, operation) {
            case (.truncatesLong, .truncateOpen(let slot, let size)): .truncateOpen(slot: slot, size: size + 1)
            case (.losesWrites, .mapWrite): nil
            case (.wrongBytes, .writeAt(let slot, let seed, let offset, let count)):
                .writeAt(slot: slot, seed: offset > 100_000 ? seed + 1 : seed, offset: offset, count: count)
            case (.forgetsModes, .chmod): nil
            case (.forgetsTimes, .setTimes(let path, let seconds, _)):
                .setTimes(path, seconds: seconds, nanoseconds: 0)
            case (.ignoresNoReplace, .rename(let from, let to, 1)): .rename(from, to, flags: 0)
            case (.losesAppends, .appendWhole(let path, let seed, let count)):
                .writeWhole(path, seed: seed, count: count)
            default: operation
            }
        }
    }

    @Test("A disk that is wrong in one way is found out, and the failing sequence is short", arguments: Fault.allCases)
    func detection(fault: Fault) async throws {
        let (result, again) = try await PlainThread.run {
            let test = Self.fixture { WrongExecutor($0, fault.spoil) }
            var result = try test.run(seed: 1, steps: 1000)
            for seed in UInt64(2)...5 where result.shortest == nil { result = try test.run(seed: seed, steps: 1000) }
            return (result, try test.run(result.shortest ?? []))
        }
        #expect(result.report.difference != nil, "\(fault) was not found")
        #expect(again.difference != nil, "the short sequence does not fail again")
        #expect((result.shortest?.count ?? .max) <= 12, "\(result.explanation)")
    }
}
