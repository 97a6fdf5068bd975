import ArgumentParser
import Glibc
import Logging
import S3

/// A size on the command line: `512M`, `1.5G`, `4096`; K, M, G, T are powers of 1024.
struct ByteCount: ExpressibleByArgument, Hashable, CustomStringConvertible {
    /// Bytes; not negative.
    var bytes: Int64

    init(bytes: Int64) { self.bytes = bytes }

    init?(argument: String) {
        var digits = argument[...]
        for suffix in ["iB", "B"] where digits.hasSuffix(suffix) {
            digits = digits.dropLast(suffix.count)
            break
        }
        var scale = 1.0
        if let letter = digits.last, let power = "KMGT".firstIndex(of: Character(letter.uppercased())) {
            scale = pow(1024, Double("KMGT".distance(from: "KMGT".startIndex, to: power) + 1))
            digits = digits.dropLast()
        }
        guard let first = digits.first, first.isASCII, first.isNumber,
            digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }), let number = Double(digits),
            number * scale < 9e18
        else { return nil }
        bytes = Int64(number * scale)
    }

    /// The shortest exact form: `512M`.
    var description: String {
        for (letter, power) in [("T", 40), ("G", 30), ("M", 20), ("K", 10)] where bytes > 0 && bytes % (1 << power) == 0
        {
            return "\(bytes >> power)\(letter)"
        }
        return "\(bytes)"
    }

    var defaultValueDescription: String { description }
}

/// A time on the command line: `60s`, `5m`, `1h`, `500ms`; a bare number is seconds.
struct TimeSpan: ExpressibleByArgument, Hashable, CustomStringConvertible {
    /// Not negative.
    var milliseconds: Int64

    init(milliseconds: Int64) { self.milliseconds = milliseconds }

    init?(argument: String) {
        let units: [(String, Double)] = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)]
        let unit = units.first { argument.hasSuffix($0.0) }
        let digits = argument.dropLast(unit?.0.count ?? 0)
        guard let first = digits.first, first.isASCII, first.isNumber,
            digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }), let number = Double(digits),
            number * (unit?.1 ?? 1000) < 1e15
        else { return nil }
        milliseconds = Int64(number * (unit?.1 ?? 1000))
    }

    /// The time as the standard library has it.
    var duration: Duration { .milliseconds(milliseconds) }

    var description: String { milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms" }

    var defaultValueDescription: String { description }
}

/// Permission bits on the command line, in octal: `644`, `0755`.
struct PermissionBits: ExpressibleByArgument, Hashable, CustomStringConvertible {
    /// 0…0o7777.
    var bits: UInt32

    init(bits: UInt32) { self.bits = bits }

    init?(argument: String) {
        guard argument.allSatisfy({ $0.isASCII && $0.isNumber }), let bits = UInt32(argument, radix: 8), bits <= 0o7777
        else { return nil }
        self.bits = bits
    }

    var description: String {
        let digits = String(bits, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    var defaultValueDescription: String { description }
}

/// A user on the command line, by number or name.
struct UserID: ExpressibleByArgument, Hashable {
    var id: UInt32

    init?(argument: String) {
        if let number = UInt32(argument) {
            id = number
        } else if let entry = getpwnam(argument) {
            id = entry.pointee.pw_uid
        } else {
            return nil
        }
    }
}

/// A group on the command line, by number or name.
struct GroupID: ExpressibleByArgument, Hashable {
    var id: UInt32

    init?(argument: String) {
        if let number = UInt32(argument) {
            id = number
        } else if let entry = getgrnam(argument) {
            id = entry.pointee.gr_gid
        } else {
            return nil
        }
    }
}

/// What becomes of keys that no path can name.
enum UnaddressableNames: String, ExpressibleByArgument, CaseIterable {
    /// They show under a reversible escaped name.
    case escape
    /// They are left out.
    case hide
}

/// Whether the kernel reads cached files by itself.
enum PassthroughRule: String, ExpressibleByArgument, CaseIterable {
    /// Where kernel and privilege allow it.
    case auto
    /// The daemon answers every read.
    case off
}

/// What a publish does when another client has changed the object meanwhile.
enum ConflictRule: String, ExpressibleByArgument, CaseIterable {
    /// It fails, and both versions are kept.
    case keep
    /// The last writer wins.
    case overwrite
}

/// `ClientConfiguration.AddressingStyle` and `Logger.Level` belong to other modules: these stand for them here, so that
/// neither conformance leaves this one.
enum Addressing: String, ExpressibleByArgument, CaseIterable {
    case auto
    case path
    case virtual

    /// What the client is told.
    var style: ClientConfiguration.AddressingStyle {
        switch self {
        case .auto: .auto
        case .path: .path
        case .virtual: .virtual
        }
    }
}

/// botocore's names of the signature versions, and `auto`: what the server turns out to accept.
enum Signature: String, ExpressibleByArgument, CaseIterable {
    case auto
    case s3v4
    case s3

    /// What the client is told; nil to find out.
    var version: ClientConfiguration.SignatureVersion? {
        switch self {
        case .auto: nil
        case .s3v4: .v4
        case .s3: .v2
        }
    }
}

/// How much is logged: this level, and all that are worse.
enum LogLevel: String, ExpressibleByArgument, CaseIterable {
    case trace
    case debug
    case info
    case notice
    case warning
    case error
    case critical

    /// What swift-log is told.
    var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}
