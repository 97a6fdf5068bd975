/// One seed's run, shrunk when it fails.
package struct DifferentialTest {
    /// Makes both sides afresh and runs `body` on them; takes them away after it, whatever happens.
    package typealias Fixture = (_ body: (_ subject: any Executor, _ reference: any Executor) -> Void) throws -> Void

    /// What a seed came to.
    package struct Result: Sendable {
        package var seed: UInt64
        package var report: DifferentialRunner.Report
        /// The shortest sequence found that fails; nil when nothing failed.
        package var shortest: [Operation]?
        package var shortestDifference: DifferentialRunner.Difference?

        /// For the test's output: the seed, what differs, and the steps that show it.
        package var explanation: String {
            guard let difference = report.difference else { return "seed \(seed): no difference" }
            var lines = ["seed \(seed), step \(difference.step), \(difference.operation): \(difference.description)"]
            if let shortest, let shortestDifference {
                lines.append("shortest sequence, \(shortest.count) steps: \(shortestDifference.description)")
                lines += shortest.map { "    .\($0)," }
            }
            return lines.joined(separator: "\n")
        }
    }

    private let fixture: Fixture

    package init(fixture: @escaping Fixture) { self.fixture = fixture }

    /// Runs the sequence of a seed.
    ///
    /// Blocks; for plain threads.
    package func run(seed: UInt64, steps: Int, shrinks: Int = 400) throws -> Result {
        let operations = OperationGenerator.sequence(seed: seed, steps: steps)
        let report = try run(operations)
        var result = Result(seed: seed, report: report)
        guard let difference = report.difference, shrinks > 0 else { return result }
        // A checkpoint in the shortened sequence stands for the one that failed.
        let failing = Array(operations[...difference.step])
        let shortest = Shrinker.shrink(failing, attempts: shrinks) { candidate in
            (try? run(candidate))?.difference != nil
        }
        result.shortest = shortest
        result.shortestDifference = try run(shortest).difference ?? difference
        return result
    }

    /// Runs one sequence from a fresh start.
    package func run(_ operations: [Operation]) throws -> DifferentialRunner.Report {
        var report: DifferentialRunner.Report?
        try fixture { subject, reference in
            report = DifferentialRunner(subject: subject, reference: reference).run(operations)
        }
        return report ?? DifferentialRunner.Report()
    }
}
