import Glibc

/// A file that could not be read or written as a transfer needs it.
public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What was tried: `open`, `read`, `write`, `rename` and so on.
    public let action: String
    /// The error number; 0 for a file that changed while it was read.
    public let code: Int32

    init(_ path: String, _ action: String, _ code: Int32) {
        self.path = path
        self.action = action
        self.code = code
    }

    /// The file, what was tried and why it failed.
    public var description: String {
        code == 0 ? "\(path) changed while it was read" : "\(path): \(action): \(String(cString: strerror(code)))"
    }
}
