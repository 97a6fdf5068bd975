import Glibc

/// A socket call that failed while setting up.
package struct SocketFailure: Error, CustomStringConvertible {
    package let description: String

    init(_ call: String) {
        description = "\(call): \(String(cString: strerror(errno)))"
    }
}

/// Sockets of 127.0.0.1.
enum LoopbackSocket {
    /// A listening socket; port 0 lets the kernel choose.
    ///
    /// A number that is asked for by name stays with its socket also when that stops listening; one that the kernel chose
    /// would be given to others. So what it chose is asked for again, and anew if somebody was faster.
    static func listen(on port: UInt16) throws(SocketFailure) -> (descriptor: CInt, port: UInt16) {
        guard port == 0 else { return try bound(to: port) }
        var last = SocketFailure("listening")
        for _ in 0..<100 {
            do throws(SocketFailure) {
                let chosen = try bound(to: 0)
                close(chosen.descriptor)
                return try bound(to: chosen.port)
            } catch {
                last = error
            }
        }
        throw last
    }

    private static func bound(to port: UInt16) throws(SocketFailure) -> (descriptor: CInt, port: UInt16) {
        let descriptor = try make()
        var one: CInt = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<CInt>.size))
        var address = address(port)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard bound == 0, Glibc.listen(descriptor, 512) == 0 else {
            let failure = SocketFailure("listening on port \(port)")
            close(descriptor)
            throw failure
        }
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &length) }
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    /// A connected socket.
    static func connect(to port: UInt16) throws(SocketFailure) -> CInt {
        let descriptor = try make()
        var address = address(port)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            let failure = SocketFailure("connecting to port \(port)")
            close(descriptor)
            throw failure
        }
        return descriptor
    }

    private static func make() throws(SocketFailure) -> CInt {
        let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw SocketFailure("socket") }
        return descriptor
    }

    private static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
