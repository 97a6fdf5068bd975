import ArgumentParser

/// How the process was called, rewritten as the one form that the parser knows: `pail SUBCOMMAND OPTIONS…`.
///
/// mount(8) calls `mount.fuse.pail SPEC DIR [-sfnv] [-t TYPE] -o OPTIONS`, umount(8) calls `umount.fuse.pail DIR
/// [-flnrv]`, and libfuse's mount.fuse calls `pail SPEC DIR -o OPTIONS`.
struct Invocation: Equatable {
    /// The arguments without the program's name, `-o` replaced by the long options that it stands for.
    var arguments: [String]
    /// `mount -f`: all is done but the mount itself.
    var isFake = false

    /// - Throws: `CommandFailure` for a command that there is not, and for an `-o` without a value or with an item that is no option.
    init(_ argumentVector: [String]) throws(CommandFailure) {
        let name = argumentVector.first?.split(separator: "/").last ?? "pail"
        var rest = Array(argumentVector.dropFirst())
        if name.hasPrefix("mount.") {
            isFake = Self.dropHelperFlags(&rest, letters: "sfnv").contains("f")
            arguments = try ["mount"] + OptionExpansion.expand(rest)
        } else if name.hasPrefix("umount.") {
            let letters = Self.dropHelperFlags(&rest, letters: "flnrv")
            arguments = ["umount"] + (letters.contains("f") || letters.contains("l") ? ["--force"] : []) + rest
        } else if rest.first == "mount" {
            arguments = try ["mount"] + OptionExpansion.expand(Array(rest.dropFirst()))
        } else if let first = rest.first, !first.hasPrefix("-"),
            first.hasPrefix("s3://") || rest.contains(where: { $0.hasPrefix("-o") })
        {
            arguments = try ["mount"] + OptionExpansion.expand(rest)
        } else {
            try Self.checkCommand(rest.first ?? "")
            arguments = rest
        }
    }

    /// - Throws: `CommandFailure` for a word in a command's place that is none.
    private static func checkCommand(_ word: String) throws(CommandFailure) {
        let names = Pail.configuration.subcommands.compactMap { $0.configuration.commandName }
        guard !word.isEmpty, !word.hasPrefix("-"), word != "help", !names.contains(word) else { return }
        throw CommandFailure(
            .usage, "\(word): there is no such command",
            advice: "There are \(names.joined(separator: ", ")); see pail --help.")
    }

    /// Takes the flags of mount(8) and umount(8) away and returns their letters; `-t TYPE` goes too.
    private static func dropHelperFlags(_ rest: inout [String], letters: String) -> Set<Character> {
        var seen: Set<Character> = []
        var kept: [String] = []
        var isValue = false
        var skipsNext = false
        for argument in rest {
            if skipsNext {
                skipsNext = false
            } else if isValue {
                kept.append(argument)
                isValue = false
            } else if argument == "-t" {
                skipsNext = true
            } else if argument == "-o" {
                kept.append(argument)
                isValue = true
            } else if argument.hasPrefix("-"), argument.count > 1, argument.dropFirst().allSatisfy(letters.contains) {
                seen.formUnion(argument.dropFirst())
            } else {
                kept.append(argument)
            }
        }
        rest = kept
        return seen
    }
}
