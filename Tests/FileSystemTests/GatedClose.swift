import FileSystemTesting
import ObjectStoreTesting
import Testing

extension OpenDescriptor {
    /// Closes on a thread of its own what is to be stored once `gate` is open, and opens it.
    ///
    /// It is no failure to be early: the second is for what would be stored before.
    func close(past gate: Gate) {
        let closed = Semaphore()
        PlainThread.start {
            let done = close()
            #expect(throws: Never.self) { try done.get() }
            closed.signal()
        }
        let isEarly = closed.wait(seconds: 1)
        gate.open()
        #expect(isEarly || closed.wait(seconds: 60))
    }
}
