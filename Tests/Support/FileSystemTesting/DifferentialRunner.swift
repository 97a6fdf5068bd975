/// Does the same on two sides and compares every result.
package struct DifferentialRunner {
    /// The first step at which the sides differ.
    package struct Difference: Hashable, Sendable, CustomStringConvertible {
        package var step: Int
        package var operation: Operation
        package var description: String
    }

    /// What ran.
    package struct Report: Sendable {
        package var steps = 0
        /// Kinds of operation, with how many of each were done and how many succeeded.
        package var kinds: [String: (done: Int, succeeded: Int)] = [:]
        package var difference: Difference?
    }

    private let subject: any Executor
    private let reference: any Executor

    package init(subject: any Executor, reference: any Executor) {
        self.subject = subject
        self.reference = reference
    }

    /// Runs until the end or the first difference.
    ///
    /// Blocks; for plain threads.
    package func run(_ operations: [Operation]) -> Report {
        var report = Report()
        for (step, operation) in operations.enumerated() {
            report.steps += 1
            var found: String?
            if case .checkpoint(let remount) = operation {
                report.kinds[operation.kind, default: (0, 0)].done += 1
                report.kinds[operation.kind]?.succeeded += 1
                found = checkpoint(remount)
            } else {
                let expected = reference.apply(operation)
                let actual = subject.apply(operation)
                report.kinds[operation.kind, default: (0, 0)].done += 1
                if expected.errno == 0, expected.value >= 0 { report.kinds[operation.kind]?.succeeded += 1 }
                if actual != expected {
                    found = "subject: \(actual); reference: \(expected)" + Outcome.firstDifference(actual, expected)
                }
            }
            if let found {
                report.difference = Difference(step: step, operation: operation, description: found)
                break
            }
        }
        _ = subject.closeAll()
        _ = reference.closeAll()
        return report
    }

    private func checkpoint(_ remount: Bool) -> String? {
        let expected = reference.closeAll()
        let actual = subject.closeAll()
        if actual != expected { return "closing: subject \(actual); reference \(expected)" }
        if let difference = compareTrees() { return difference }
        guard remount else { return nil }
        do {
            try subject.remount()
            try reference.remount()
        } catch {
            return "the remount failed: \(error)"
        }
        return compareTrees().map { "after the remount: " + $0 }
    }

    private func compareTrees() -> String? {
        let sides = (subject.tree(), reference.tree())
        guard case (.success(let actual), .success(let expected)) = sides else { return "walking: \(sides)" }
        for path in Set(actual.keys).union(expected.keys).sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) {
            switch (actual[path], expected[path]) {
            case (nil, _): return "\(path) is missing"
            case (_, nil): return "\(path) should not be there"
            case (let actual?, let expected?):
                if actual.status != expected.status {
                    return "\(path): subject \(actual.status); reference \(expected.status)"
                }
                if actual.content != expected.content {
                    return "\(path): subject \(actual.content); reference \(expected.content)"
                        + Outcome.firstDifference(actual.content, expected.content)
                }
            }
        }
        let complaints = subject.verify(actual)
        return complaints.isEmpty ? nil : complaints.prefix(5).joined(separator: "; ")
    }
}
