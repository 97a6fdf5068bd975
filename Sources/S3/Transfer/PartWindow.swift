/// Work on parts, so many side by side; the first failure ends the others.
enum PartWindow {
    /// All but the work runs where the caller does.
    ///
    /// - Parameters:
    ///   - limit: how many at most are under way or, in order, not passed on yet.
    ///   - inOrder: passes the results on in the order of the items.
    ///   - next: the next item; nil at the end.
    ///   - work: done for each item, several at once.
    ///   - done: takes each result, one at a time.
    /// - Throws: the first failure, once nothing is under way any more.
    nonisolated(nonsending) static func run<Item: Sendable, Value: Sendable>(
        inOrder: Bool = false, limit: () -> Int, next: nonisolated(nonsending) () async throws(S3Error) -> Item?,
        work: @escaping @Sendable (Item) async throws(S3Error) -> Value,
        done: nonisolated(nonsending) (Value) async throws(S3Error) -> Void
    ) async throws(S3Error) {
        typealias Outcome = (index: Int, result: Result<Value, S3Error>)
        let failure = await withTaskGroup(of: Outcome.self, returning: S3Error?.self) { group in
            var failure: S3Error?
            var (begun, passed) = (0, 0)
            var isAtEnd = false
            var held: [Int: Value] = [:]
            func fail(_ error: S3Error) {
                if failure == nil { failure = error }
                isAtEnd = true
            }
            while true {
                while !isAtEnd, begun - passed < max(1, limit()) {
                    do throws(S3Error) {
                        guard let item = try await next() else {
                            isAtEnd = true
                            break
                        }
                        let index = begun
                        begun += 1
                        group.addTask {
                            do throws(S3Error) {
                                return (index, .success(try await work(item)))
                            } catch {
                                return (index, .failure(error))
                            }
                        }
                    } catch {
                        fail(error)
                        group.cancelAll()
                    }
                }
                guard let outcome = await group.next() else { break }
                do throws(S3Error) {
                    let value = try outcome.result.get()
                    if failure != nil { continue }
                    held[outcome.index] = value
                    var index = inOrder ? passed : outcome.index
                    while let value = held.removeValue(forKey: index) {
                        passed += 1
                        index = passed
                        try await done(value)
                    }
                } catch {
                    fail(error)
                    group.cancelAll()
                }
            }
            return failure
        }
        if let failure { throw failure }
    }
}
