import Glibc
import Synchronization

/// A proxy on 127.0.0.1 between a client and a real HTTP server that fails as told, and counts what passes.
///
/// Speaks HTTP/1.1 with kept connections on both sides; the request reaches the server as the client sent it (the Host
/// header too, so that signatures hold).
package final class FaultProxy: Sendable {
    private struct Rule {
        var fault: Fault
        var matches: @Sendable (String) -> Bool
        var left: Int
    }

    private struct State {
        var rules: [Rule] = []
        var lines: [String] = []
        var connections = 0
        /// Sockets that are open; each is closed under this lock, so that none is shut down after its number was reused.
        var sockets: Set<CInt> = []
        var threads = 0
        /// Bound to the port as long as the proxy lives, also while it refuses, so that nobody else gets the number.
        var listener: CInt = -1
        var isListening = false
        var stopped = false
    }

    /// Guards everything that changes.
    private let state = Mutex(State())
    private let serverPort: UInt16
    /// Where clients connect to.
    package let port: UInt16

    /// Starts a proxy.
    ///
    /// - Parameters:
    ///   - serverPort: the real server's, on 127.0.0.1.
    ///   - port: the proxy's own; 0 for any that is free.
    package init(to serverPort: UInt16, on port: UInt16 = 0) throws {
        self.serverPort = serverPort
        let listener = try LoopbackSocket.listen(on: port)
        self.port = listener.port
        state.withLock { state in
            state.listener = listener.descriptor
            state.isListening = true
        }
        try accept(on: listener.descriptor)
    }

    /// Makes the next matching requests fail; rules are asked in the order they were given.
    ///
    /// - Parameters:
    ///   - matching: gets a request line, `GET /bucket/key?query HTTP/1.1`.
    ///   - times: how many requests fail before the rule is used up.
    package func script(
        _ fault: Fault, matching: @escaping @Sendable (String) -> Bool = { _ in true }, times: Int = 1
    ) {
        state.withLock { $0.rules.append(Rule(fault: fault, matches: matching, left: times)) }
    }

    /// Takes all rules back.
    package func clearScript() {
        state.withLock { $0.rules.removeAll() }
    }

    /// How often scripted faults are still to happen.
    package var pendingFaults: Int { state.withLock { $0.rules.reduce(0) { $0 + $1.left } } }

    /// The request lines so far, in order.
    package var requestLines: [String] { state.withLock { $0.lines } }

    /// How many requests of a method there were; all when nil.
    package func requestCount(_ method: String? = nil) -> Int {
        state.withLock { state in
            guard let method else { return state.lines.count }
            return state.lines.count { $0.hasPrefix(method + " ") }
        }
    }

    /// How many connections clients made.
    package var connectionCount: Int { state.withLock { $0.connections } }

    /// Counts from zero again.
    package func resetCounts() {
        state.withLock { state in
            state.lines.removeAll()
            state.connections = 0
        }
    }

    /// Closes the port and every connection: clients get ECONNREFUSED.
    package func refuseConnections() {
        shutDown(forGood: false)
    }

    /// Opens the port again.
    package func acceptConnections() throws {
        let listener = state.withLock { state -> CInt? in
            guard !state.stopped, !state.isListening, Glibc.listen(state.listener, 512) == 0 else { return nil }
            state.isListening = true
            return state.listener
        }
        if let listener { try accept(on: listener) }
    }

    /// Ends every connection and thread.
    package func stop() {
        shutDown(forGood: true)
    }

    /// Notes a request; the fault that is due for it.
    func receive(_ line: String) -> Fault? {
        state.withLock { state in
            state.lines.append(line)
            guard let index = state.rules.firstIndex(where: { $0.left > 0 && $0.matches(line) }) else { return nil }
            state.rules[index].left -= 1
            let fault = state.rules[index].fault
            if state.rules[index].left == 0 { state.rules.remove(at: index) }
            return fault
        }
    }

    /// A new connection to the real server.
    func connectToServer() throws(ConnectionEnded) -> CInt {
        guard let descriptor = try? LoopbackSocket.connect(to: serverPort) else { throw ConnectionEnded() }
        guard adopt(descriptor) else { throw ConnectionEnded() }
        return descriptor
    }

    /// Closes a socket that the proxy knows.
    func close(_ descriptor: CInt) {
        state.withLock { state in
            state.sockets.remove(descriptor)
            Glibc.close(descriptor)
        }
    }

    private func adopt(_ descriptor: CInt) -> Bool {
        state.withLock { state in
            guard state.isListening else {
                Glibc.close(descriptor)
                return false
            }
            state.sockets.insert(descriptor)
            return true
        }
    }

    private func accept(on listener: CInt) throws(SocketFailure) {
        try start {
            while true {
                let client = accept4(listener)
                if client < 0, errno == EINTR || errno == ECONNABORTED { continue }
                guard client >= 0 else { break }
                guard self.adopt(client) else { break }
                self.state.withLock { $0.connections += 1 }
                do throws(SocketFailure) {
                    try self.start { ProxyConnection(self, client: client).run() }
                } catch {
                    self.close(client)
                }
            }
        }
    }

    private func start(_ work: @escaping @Sendable () -> Void) throws(SocketFailure) {
        final class Work {
            let run: @Sendable () -> Void
            init(_ run: @escaping @Sendable () -> Void) { self.run = run }
        }
        state.withLock { $0.threads += 1 }
        let context = Unmanaged.passRetained(
            Work {
                work()
                self.state.withLock { $0.threads -= 1 }
            }
        )
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, context.toOpaque()
        )
        guard code == 0 else {
            context.release()
            state.withLock { $0.threads -= 1 }
            throw SocketFailure("pthread_create")
        }
        pthread_detach(thread)
    }

    private func shutDown(forGood: Bool) {
        state.withLock { state in
            if forGood { state.stopped = true }
            // Ends accept(2) and refuses whoever comes; the port stays bound.
            if state.isListening { shutdown(state.listener, CInt(SHUT_RDWR)) }
            state.isListening = false
            for descriptor in state.sockets { shutdown(descriptor, CInt(SHUT_RDWR)) }
        }
        // Threads notice at once; the bound is for a machine that is asleep.
        var rounds = 0
        while rounds < 60_000, state.withLock({ $0.threads > 0 }) {
            usleep(1_000)
            rounds += 1
        }
        guard forGood else { return }
        state.withLock { state in
            // A thread that still accepts would accept on another's socket under the same number.
            guard state.threads == 0, state.listener >= 0 else { return }
            Glibc.close(state.listener)
            state.listener = -1
        }
    }
}

/// accept(2): A connection that children do not inherit.
private func accept4(_ listener: CInt) -> CInt {
    let client = accept(listener, nil, nil)
    if client >= 0 { _ = fcntl(client, F_SETFD, FD_CLOEXEC) }
    return client
}
