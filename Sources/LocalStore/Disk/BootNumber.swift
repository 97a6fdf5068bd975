import Glibc

/// Which start of the system this is: what was not synchronised may be lost when it is another one.
enum BootNumber {
    /// Different after each start; empty where the kernel does not tell.
    static let current = read()

    private static func read() -> String {
        guard let descriptor = try? FileCalls.open("/proc/sys/kernel/random/boot_id", O_RDONLY) else { return "" }
        defer { close(descriptor) }
        let bytes = (try? FileCalls.read(descriptor, count: 64)) ?? []
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
