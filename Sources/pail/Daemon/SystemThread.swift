import CLinux
import Glibc

/// A thread of its own for what blocks: signals, the control socket, the kernel's session.
///
/// `@unchecked Sendable`: the thread's handle is written once, by the initializer, and read by `join` only.
final class SystemThread: @unchecked Sendable {
    private var handle = pthread_t()

    /// Starts a thread; `name` (at most 15 bytes) shows in ps.
    init(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let start = Unmanaged.passRetained(Body(name: name, run: body)).toOpaque()
        let code = pthread_create(&handle, nil, systemThreadMain, start)
        // A program that gets no thread can do none of what it is for.
        precondition(code == 0, "pthread_create: \(SystemMessage.of(code))")
    }

    /// Waits until the thread's body has returned.
    ///
    /// Once.
    func join() { pthread_join(handle, nil) }

    fileprivate final class Body: Sendable {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }
}

/// A free function, so that it inherits no actor from where it is written.
private func systemThreadMain(_ start: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let start else { return nil }
    let body = Unmanaged<SystemThread.Body>.fromOpaque(start).takeRetainedValue()
    clinux_name_thread(body.name)
    body.run()
    return nil
}
