/// Goes on with a GET on the thread that brought its end, an HTTP thread.
///
/// What is left to do there is short and waits for nothing; to wake another thread for it takes as long, and the processor
/// of those that do the reading.
final class ArrivalExecutor: TaskExecutor {
    static let shared = ArrivalExecutor()

    func enqueue(_ job: consuming ExecutorJob) { job.runSynchronously(on: asUnownedTaskExecutor()) }
}
