/// Runs each piece of a task on a thread of its own, so that the piece may block as long as it likes.
final class PlainThreadExecutor: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        PlainThread.start { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
