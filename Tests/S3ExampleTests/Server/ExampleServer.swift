import Glibc
import Synchronization

@testable import WireFaults

/// A small S3 server on loopback, with the services that give credentials, so that every example has somebody to talk to.
///
/// It keeps what it is given in memory and does not check signatures. Each connection has a thread of its own.
final class ExampleServer: Sendable {
    private struct State {
        var store = ExampleStore()
        var connections: Set<CInt> = []
        var requests: [ExampleRequest] = []
        var failures: [ExampleResponse] = []
        var isStopped = false
    }

    let port: UInt16
    private let listener: CInt
    /// Guards everything that the connections share.
    private let state = Mutex(State())

    init() throws {
        let socket = try LoopbackSocket.listen(on: 0)
        (listener, port) = (socket.descriptor, socket.port)
        Self.thread { self.acceptAll() }
    }

    // Not before: `stop` must not meet another socket under a number that was used again.
    deinit { close(listener) }

    /// What an endpoint URL names it by.
    var url: String { "http://127.0.0.1:\(port)" }

    /// The requests so far.
    var requests: [ExampleRequest] { state.withLock { $0.requests } }

    /// The next request is answered with this.
    func fail(_ response: ExampleResponse) { state.withLock { $0.failures.append(response) } }

    /// Ends all threads: their `accept` and `recv` fail.
    func stop() {
        state.withLock { state in
            state.isStopped = true
            for descriptor in state.connections { shutdown(descriptor, CInt(SHUT_RDWR)) }
        }
        shutdown(listener, CInt(SHUT_RDWR))
    }

    private func acceptAll() {
        while true {
            let client = accept(listener, nil, nil)
            if client < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                return
            }
            let isWelcome = state.withLock { state in
                if !state.isStopped { state.connections.insert(client) }
                return !state.isStopped
            }
            guard isWelcome else {
                close(client)
                return
            }
            Self.thread { self.serve(client) }
        }
    }

    private func serve(_ client: CInt) {
        let stream = SocketStream(client)
        while let head = try? MessageHead(from: stream) {
            guard let request = try? ExampleRequest(head, from: stream) else { break }
            let response = state.withLock { state in
                state.requests.append(request)
                return state.failures.isEmpty ? state.store.answer(request) : state.failures.removeFirst()
            }
            guard (try? stream.write(response.bytes(to: request.method))) != nil else { break }
        }
        // Under the lock, so that `stop` shuts down no other socket of the same number.
        state.withLock { state in
            state.connections.remove(client)
            close(client)
        }
    }

    private static func thread(_ body: @escaping @Sendable () -> Void) {
        final class Box: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        let context = Unmanaged.passRetained(Box(body)).toOpaque()
        let code = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body() }
                return nil
            }, context)
        precondition(code == 0, "pthread_create: \(code)")
        pthread_detach(thread)
    }
}
