/// Makes a failing sequence as short as it gets (delta debugging, Zeller 1999).
package enum Shrinker {
    /// - Parameters:
    ///   - attempts: how often `fails` may be asked.
    ///   - fails: runs a sequence from a fresh start and says whether it still fails.
    /// - Returns: a part of `operations` that fails; all of them if no part does.
    package static func shrink(
        _ operations: [Operation], attempts: Int = 400, fails: ([Operation]) -> Bool
    ) -> [Operation] {
        var current = operations
        var left = attempts
        var size = max(1, current.count / 2)
        while true {
            var start = 0
            var hasShrunk = false
            while start < current.count, left > 0, current.count > 1 {
                let end = min(current.count, start + size)
                let candidate = Array(current[..<start] + current[end...])
                left -= 1
                if !candidate.isEmpty, fails(candidate) {
                    current = candidate
                    hasShrunk = true
                } else {
                    start = end
                }
            }
            if left <= 0 || (size == 1 && !hasShrunk) { return current }
            if size > 1 { size = max(1, size / 2) }
        }
    }
}
