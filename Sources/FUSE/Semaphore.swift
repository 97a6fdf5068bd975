import Glibc

/// A POSIX semaphore, for the one place where a thread of ours waits for others.
///
/// `@unchecked Sendable`: sem_t is made for use from several threads, and is freed only when nobody refers to it.
final class Semaphore: @unchecked Sendable {
    // Sendable because sem_post(3) and sem_wait(3) are thread-safe and the address never changes.
    private let handle: UnsafeMutablePointer<sem_t>

    init() {
        handle = .allocate(capacity: 1)
        sem_init(handle, 0, 0)
    }

    deinit {
        sem_destroy(handle)
        handle.deallocate()
    }

    /// sem_post(3): lets one waiter go on.
    func signal() {
        sem_post(handle)
    }

    /// sem_wait(3), again after each signal handler.
    func wait() {
        while sem_wait(handle) != 0 {}
    }
}
