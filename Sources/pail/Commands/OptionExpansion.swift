/// `-o name=value,name,…`: each item becomes the long option of the same name.
///
/// There is no second table of options here: what an item is called, whether it takes a value and what it means
/// is declared once, in `MountCommand`. Only what mount(8) itself adds is known by name.
enum OptionExpansion {
    /// Generic mount options that mount(8) or fstab handles, or that change nothing here.
    static let ignored: Set<String> = [
        "rw", "defaults", "auto", "noauto", "nofail", "_netdev", "user", "nouser", "users", "owner", "group",
        "async", "atime", "relatime", "norelatime", "strictatime", "nostrictatime", "diratime", "nodiratime",
        "lazytime", "nolazytime", "loud", "silent", "default_permissions", "nonempty",
    ]
    /// Generic mount options that the kernel keeps for the mount.
    static let kernel: Set<String> = [
        "dev", "nodev", "suid", "nosuid", "exec", "noexec", "sync", "dirsync", "noatime",
    ]
    /// Items with a value, and whole families, that only other programs read.
    private static let ignoredPrefixes = ["x-", "X-", "comment=", "fsname=", "subtype=", "user=", "context="]

    /// Replaces every `-o LIST`, `-oLIST` and `--options LIST` in place.
    ///
    /// - Throws: `CommandFailure` (64) for a missing list or an item that cannot be an option.
    static func expand(_ arguments: [String]) throws(CommandFailure) -> [String] {
        var result: [String] = []
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            if argument == "--" {
                result += arguments[(index - 1)...]
                break
            }
            if argument == "-o" || argument == "--options" {
                guard index < arguments.count else {
                    throw CommandFailure(.usage, "-o needs a list of options", advice: "Write -o name=value,name,...")
                }
                result += try items(of: arguments[index])
                index += 1
            } else if argument.hasPrefix("-o"), !argument.hasPrefix("--") {
                result += try items(of: String(argument.dropFirst(2)))
            } else {
                result.append(argument)
            }
        }
        return result
    }

    /// The long options of one list.
    ///
    /// A comma within a value is written `\,`.
    static func items(of list: String) throws(CommandFailure) -> [String] {
        var result: [String] = []
        for item in split(list) where !item.isEmpty {
            if ignored.contains(item) || ignoredPrefixes.contains(where: item.hasPrefix) { continue }
            if kernel.contains(item) {
                result.append("--kernel-option=\(item)")
                continue
            }
            if item == "ro" {
                result.append("--read-only")
                continue
            }
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts[0].split(separator: "_", omittingEmptySubsequences: false).joined(separator: "-")
            guard let first = name.first, first.isLetter, name != "kernel-option", name != "foreground", name != "help"
            else {
                throw CommandFailure(
                    .usage, "-o \(item): there is no such option", advice: "See pail mount --help for the names.")
            }
            // The parser would take what follows for it, which is the bucket.
            if parts.count == 1, MountCommand.takesValue(name) == true {
                throw CommandFailure(.usage, "-o \(item): it needs a value", advice: "Write -o \(item)=VALUE.")
            }
            result.append(parts.count == 2 ? "--\(name)=\(parts[1])" : "--\(name)")
        }
        return result
    }

    private static func split(_ list: String) -> [String] {
        var items: [String] = [""]
        var isEscaped = false
        for character in list {
            if isEscaped {
                items[items.count - 1].append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "," {
                items.append("")
            } else {
                items[items.count - 1].append(character)
            }
        }
        return items
    }
}
