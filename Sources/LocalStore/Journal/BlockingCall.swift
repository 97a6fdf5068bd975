/// A call that waits for the disk, made by a thread of its own: the cooperative pool has few.
enum BlockingCall {
    /// Runs `body` elsewhere, and here where there can be no more threads.
    static func run<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        var thread: WorkerThread?
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Value, Failure>, Never>) in
            let call: @Sendable () -> Void = {
                continuation.resume(returning: Result { () throws(Failure) in try body() })
            }
            do throws(LocalStoreError) { thread = try WorkerThread(name: "pail-journal", call) } catch { call() }
        }
        thread?.join()
        return try result.get()
    }
}
