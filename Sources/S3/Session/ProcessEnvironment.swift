import Glibc

/// What the process was started with.
enum ProcessEnvironment {
    /// environ(7): The variables of this process.
    ///
    /// Read while nothing changes them: a program sets variables, if at all, before its first thread.
    static var current: [String: String] {
        var result: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let line = String(cString: text)
            if let equals = line.firstIndex(of: "="), equals != line.startIndex {
                result[String(line[..<equals])] = String(line[line.index(after: equals)...])
            }
            entry += 1
        }
        return result
    }

    /// getpwuid_r(3): The home directory of the user, when HOME does not say it.
    static var homeDirectoryOfUser: String? {
        var record = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        return buffer.withUnsafeMutableBufferPointer { buffer in
            guard let address = buffer.baseAddress,
                getpwuid_r(getuid(), &record, address, buffer.count, &found) == 0, found != nil
            else { return nil }
            return String(cString: record.pw_dir)
        }
    }
}
