import Testing

@testable import S3

/// Documents that no honest server sends.
@Suite("Limits of XML") struct XMLLimitTests {
    private func error(_ text: String) -> XMLError? {
        do {
            _ = try XMLTree(Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test("A thousand million laughs end before the first")
    func entityBomb() {
        var bomb = "<!DOCTYPE lolz [<!ENTITY lol0 \"lol\">"
        for level in 1...9 {
            let references = String(repeating: "&lol\(level - 1);", count: 10)
            bomb += "<!ENTITY lol\(level) \"\(references)\">"
        }
        bomb += "]><ListBucketResult><Name>&lol9;</Name></ListBucketResult>"
        #expect(error(bomb)?.description == "a document type is not accepted")
    }

    @Test("An entity that nobody declared is an error")
    func undeclared() {
        #expect(error("<a>&lol;</a>") != nil)
        #expect(error("<a b=\"&lol;\"/>") != nil)
    }

    @Test("A text may be as long as the limit, in one piece or in many, and no longer")
    func texts() throws {
        let whole = String(repeating: "x", count: XMLTree.maximumText)
        #expect(try XMLTree(Array("<Root><Key>\(whole)</Key></Root>".utf8)).root.children(.key).first?.text == whole)
        #expect(error("<Root><Key>\(whole)x</Key></Root>") != nil)
        let pieces = String(repeating: "&amp;", count: XMLTree.maximumText + 1)
        #expect(error("<Root><Key>\(pieces)</Key></Root>") != nil)
        let spaces = String(repeating: " ", count: XMLTree.maximumText + 1)
        #expect(error("<Root>\(spaces)<Key/></Root>") != nil)
    }

    @Test("A text without an end is refused when it is too long, not when it ends")
    func endlessText() {
        // 64 MiB of it, of which no more than the limit is kept.
        let document = Array("<Root><Key>".utf8) + [UInt8](repeating: 120, count: 64 << 20)
        do {
            _ = try XMLTree(document)
            Issue.record("a text of 64 MiB was taken")
        } catch {
            #expect(error.description == "a text is longer than \(XMLTree.maximumText) bytes")
        }
    }

    @Test("Elements may be nested to the limit, and no deeper")
    func depth() {
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        #expect(error(nested(XMLTree.maximumDepth)) == nil)
        #expect(error(nested(XMLTree.maximumDepth + 1)) != nil)
        #expect(error(nested(1_000_000)) != nil)
    }

    @Test("There may be many elements, and no more")
    func count() {
        let few = "<a>" + String(repeating: "<b/>", count: 100_000) + "</a>"
        #expect(error(few) == nil)
        let many = "<a>" + String(repeating: "<b/>", count: XMLTree.maximumElements) + "</a>"
        #expect(error(many)?.description == "there are more than \(XMLTree.maximumElements) elements")
    }

    @Test(
        "Wrong nesting, and what is no document, is an error",
        arguments: [
            "", " ", "x", "<a>", "<a></b>", "<a><b></a></b>", "</a>", "<a/><b/>", "<a b=1/>", "<a b='1' b='2'/>",
            "<a>\u{1}</a>",
            "<a>&#0;</a>", "<a><!-- -- --></a>", "<a>]]></a>",
        ])
    func malformed(_ text: String) { #expect(error(text) != nil) }

    @Test("Bytes that are no UTF-8 are an error")
    func invalidUTF8() {
        #expect(throws: XMLError.self) { try XMLTree(Array("<a>".utf8) + [0xFF] + Array("</a>".utf8)) }
    }

    @Test("Space, comments and instructions between elements are nothing, also around text")
    func mixed() throws {
        let text =
            " <?xml version=\"1.0\"?>\n<Root>\n <!-- x --><?y z?> <Key> a<!-- b -->c<![CDATA[<&]]> </Key>\n <Size>1</Size> tail</Root>\n"
        let root = try XMLTree(Array(text.dropFirst().utf8)).root
        #expect(root.children(.key).map(\.text) == [" ac<& "])
        #expect(root.children(.size).map(\.text) == ["1"])
        #expect(root.text == "")
    }

    @Test("Names count without their prefix, and the type of a grantee by its own")
    func namespaces() throws {
        let text =
            "<x:Grant xmlns:x=\"u\" xmlns:s=\"http://www.w3.org/2001/XMLSchema-instance\"><x:Grantee s:type=\"Group\"> "
            + "<x:URI>http://g</x:URI></x:Grantee><Permission>READ</Permission></x:Grant>"
        let grant = Grant(try XMLTree(Array(text.utf8)).root)
        #expect(grant.grantee?.type == .group && grant.grantee?.uri == "http://g" && grant.permission == .read)
    }
}
