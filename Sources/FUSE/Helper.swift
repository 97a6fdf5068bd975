import Glibc

/// fusermount3(1): mounts and unmounts for those who are not root.
enum Helper {
    /// Where it is: libfuse looks in /usr/bin, then along PATH.
    static func find() -> String? {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        let directories = ["/usr/bin"] + path.split(separator: ":").map(String.init)
        return directories.map { $0 + "/fusermount3" }.first { access($0, X_OK) == 0 }
    }

    /// Runs `fusermount3 -u`, and returns what it said against it; nil when it did it.
    static func unmount(_ path: String, lazily: Bool) -> String? {
        guard let program = find() else { return "fusermount3 is not installed" }
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { return String(cString: strerror(errno)) }
        defer { close(ends[0]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addclose(&actions, ends[0])
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO)
        posix_spawn_file_actions_addclose(&actions, ends[1])
        let words = [program, "-u"] + (lazily ? ["-z"] : []) + ["--", path]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var process = pid_t()
        let code = posix_spawn(&process, program, &actions, nil, &arguments, environ)
        close(ends[1])
        guard code == 0 else { return String(cString: strerror(code)) }
        let message = drain(ends[0])
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        return status == 0 ? nil : message
    }

    private static func drain(_ descriptor: CInt) -> String {
        var result: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 512)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            result.append(contentsOf: chunk[..<count])
        }
        while result.last == UInt8(ascii: "\n") { result.removeLast() }
        return String(decoding: result, as: UTF8.self)
    }
}
