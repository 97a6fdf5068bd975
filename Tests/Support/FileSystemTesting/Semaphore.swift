import CLinux
import Glibc

/// sem_overview(7): an unnamed semaphore.
package final class Semaphore: @unchecked Sendable {
    // Guard: the semaphore's own atomicity; the pointer never changes.
    private let semaphore: UnsafeMutablePointer<sem_t>

    package init() {
        semaphore = .allocate(capacity: 1)
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    package func signal() { sem_post(semaphore) }
    package func wait() { while sem_wait(semaphore) != 0 {} }

    /// Waits at most `seconds`; false when that was not enough.
    package func wait(seconds: Int) -> Bool {
        var deadline = timespec()
        clock_gettime(CLOCK_REALTIME, &deadline)
        deadline.tv_sec += seconds
        while true {
            if sem_timedwait(semaphore, &deadline) == 0 { return true }
            if errno == ETIMEDOUT { return false }
        }
    }
}
