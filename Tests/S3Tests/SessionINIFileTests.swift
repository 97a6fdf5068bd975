import Testing

@testable import S3

@Suite("INI files")
struct SessionINIFileTests {
    private func parse(_ text: String) throws -> INIFile {
        try INIFile(Array(text.utf8), path: "/etc/ini")
    }

    @Test("A byte order mark, CRLF and CR alone are taken as they come")
    func ends() throws {
        for end in ["\n", "\r\n", "\r"] {
            let file = try parse("\u{FEFF}[a]" + end + "k = v" + end + end + "l=w")
            #expect(file["a"]?.text("k") == "v")
            #expect(file["a"]?.text("l") == "w")
        }
    }

    @Test("Nested blocks end where the indentation ends")
    func nested() throws {
        let file = try parse("[a]\ns3 =\n    x = 1\n    y=2 = 3\nregion = r\n")
        #expect(file["a"]?.nested("s3") == ["x": "1", "y": "2 = 3"])
        #expect(file["a"]?.text("region") == "r")
        #expect(file["a"]?.text("s3") == nil)
    }

    @Test(
        "Errors name file and line, and never the line's text",
        arguments: [
            ("[a]\nk=1\nk=topsecret\n", "line 3"), ("topsecret\n", "line 1"), ("[a]\n\ntopsecret\n", "line 3"),
            ("[a]\n[b]\n[a]\n", "line 3"), ("[a]\n= topsecret\n", "line 2"), ("[a]\ns3 =\n  topsecret\n", "line 2"),
        ])
    func errors(text: String, line: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try parse(text) }
        #expect(error.message.hasPrefix("/etc/ini, \(line): "), "\(error.message)")
        #expect(!error.message.contains("topsecret"))
    }

    @Test(
        "Command lines are split as shlex splits them",
        arguments: [
            ("a b  c", ["a", "b", "c"]), ("a 'b c' d", ["a", "b c", "d"]), ("a \"b \\\" c\" d", ["a", "b \" c", "d"]),
            ("a\\ b c", ["a b", "c"]), ("'' a", ["", "a"]), ("a'b'\"c\"", ["abc"]), ("\"a\\n\"", ["a\\n"]),
            ("'a\\'", ["a\\"]), ("", []), ("  ", []), ("a 'b", nil), ("a\\", nil), ("\"a\\", nil),
        ] as [(String, [String]?)])
    func words(text: String, expected: [String]?) {
        #expect(ShellWords.split(text) == expected)
    }

    @Test("Paths expand ~ and variables that are set")
    func paths() {
        let environment = ["A": "x", "B_1": "y"]
        func expand(_ path: String) -> String {
            PathExpansion.expand(path, environment: environment, homeDirectory: "/home/u")
        }
        #expect(expand("~/.aws") == "/home/u/.aws")
        #expect(expand("~") == "/home/u")
        #expect(expand("/$A/${B_1}/$C/${D}/$") == "/x/y/$C/${D}/$")
        #expect(expand("/a~b") == "/a~b")
    }
}
