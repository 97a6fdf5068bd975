import Testing

/// The code that readers see is the code that ran.
@Suite("Documentation")
struct DocumentationTests {
    @Test("Every Swift block of every article is an example that runs")
    func articles() throws {
        let examples = try Documentation.examples()
        var count = 0
        for path in try Documentation.texts() {
            for block in Documentation.blocks(try ExampleFiles.text(path)) where block.language == "swift" {
                let name = try #require(block.kind == "example" ? block.name : nil, "a block without a name in \(path)")
                let example = try #require(examples[name], "\(path) shows \(name), which is not there")
                #expect(block.code == example, "\(name) in \(path): run Tests/S3ExampleTests/embed.py")
                count += 1
            }
        }
        #expect(count >= 50)
    }

    @Test("Every file of the tutorial is an example that runs")
    func tutorials() throws {
        let examples = try Documentation.examples()
        let files = try ExampleFiles.all(in: Documentation.catalogue).filter { $0.hasSuffix(".swift") }
        #expect(files.count >= 10)
        for path in files {
            let name = String(path.split(separator: "/").last?.dropLast(".swift".count) ?? "")
            let example = examples[name].map { $0 + "\n" }
            #expect(try ExampleFiles.text(path) == example, "run Tests/S3ExampleTests/embed.py")
        }
    }

    @Test("No example is left out")
    func everyExample() throws {
        var shown: Set<String> = []
        for path in try Documentation.texts() {
            for block in Documentation.blocks(try ExampleFiles.text(path)) where block.kind == "example" {
                if let name = block.name { shown.insert(name) }
            }
        }
        for path in try ExampleFiles.all(in: Documentation.catalogue) where path.hasSuffix(".swift") {
            shown.insert(String(path.split(separator: "/").last?.dropLast(".swift".count) ?? ""))
        }
        #expect(Set(try Documentation.examples().keys).subtracting(shown).isEmpty)
    }
}
