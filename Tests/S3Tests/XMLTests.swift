import Testing

@testable import S3

@Suite struct XMLTests {
    private func list(_ text: String) throws -> ListObjectsV2Output {
        let answer = HTTPResponse(status: 200, body: Array(text.utf8))
        return try ListObjectsV2Output(answer, to: ListObjectsV2Input(bucket: "b"))
    }

    private static let page = """
        <?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix>a%2F</Prefix>
        <IsTruncated>true</IsTruncated><NextContinuationToken>t&amp;1</NextContinuationToken>
        <Contents><Key>a%2F%00%FFx+y%2B</Key><LastModified>2009-10-12T17:50:30.123456789Z</LastModified>
        <ETag>&quot;abc-2&quot;</ETag><Size>12345678901</Size><StorageClass>GLACIER</StorageClass></Contents>
        <CommonPrefixes><Prefix>a%2Fb%2F</Prefix></CommonPrefixes>
        <EncodingType>url</EncodingType></ListBucketResult>
        """

    @Test("A page gives its keys as bytes, with times and tags")
    func listing() throws {
        let page = try list(Self.page)
        let object = try #require(page.contents.first)
        #expect(object.key.bytes == Array("a/".utf8) + [0, 0xFF] + Array("x y+".utf8))
        #expect(object.size == 12_345_678_901)
        #expect(object.eTag == "\"abc-2\"")
        #expect(object.storageClass == .glacier)
        #expect(object.lastModified == Instant(seconds: 1_255_369_830, nanoseconds: 123_456_789))
        #expect(page.commonPrefixes == ["a/b/"])
        #expect(page.isTruncated && page.nextContinuationToken == "t&1")
    }

    @Test("Without an encoding, percent and plus are what they are")
    func plainKeys() throws {
        let page = try list(Self.page.replacing("<EncodingType>url</EncodingType>", with: ""))
        #expect(page.contents.first?.key == "a%2F%00%FFx+y%2B")
    }

    @Test("A page that breaks off anywhere is an error")
    func truncated() {
        let bytes = Array(Self.page.utf8)
        for length in 0..<bytes.count {
            #expect(throws: XMLError.self) { try XMLTree(Array(bytes[..<length])) }
        }
    }

    @Test(
        "Entity bombs, outer entities and document types are refused",
        arguments: [
            "<!DOCTYPE a [<!ENTITY x \"1\"><!ENTITY y \"&x;&x;&x;\">]><ListBucketResult><Name>&y;</Name></ListBucketResult>",
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><ListBucketResult><Name>&x;</Name></ListBucketResult>",
            "<!DOCTYPE ListBucketResult SYSTEM \"http://127.0.0.1/x\"><ListBucketResult/>",
        ])
    func entities(_ text: String) {
        #expect(throws: S3Error.self) { try list(text) }
    }

    @Test("Depth and text have bounds")
    func bounds() {
        let deep = String(repeating: "<a>", count: 5000) + String(repeating: "</a>", count: 5000)
        #expect(throws: S3Error.self) { try list(deep) }
        let long = "<ListBucketResult><Name>" + String(repeating: "x", count: 100_000) + "</Name></ListBucketResult>"
        #expect(throws: S3Error.self) { try list(long) }
    }

    @Test("References to control characters are mended in what echoes the request, and kept in the token")
    func mended() throws {
        let text = Self.page.replacing("t&amp;1", with: "c&#x01;&#31;&#65;").replacing("<Name>b", with: "<Name>&#x0;")
        #expect(throws: XMLError.self) { try XMLTree(Array(text.utf8)) }
        let page = try list(text)
        #expect(page.nextContinuationToken == "c\u{1}\u{1F}A")
        #expect(page.contents == (try list(Self.page).contents))
        #expect(XMLRepair.replacingInvalidReferences(Array("&#x41;&#10;&amp;&#xZ;&#".utf8)) == nil)
    }

    @Test("An error is found, also when it breaks off, and nothing else is taken for one")
    func errors() {
        let error =
            "<?xml version=\"1.0\"?><Error><Code>SlowDown</Code><Message>m</Message><RequestId>r</RequestId></Error>"
        #expect(ErrorDocument.read(Array(error.utf8))?.fields["Code"] == "SlowDown")
        #expect(ErrorDocument.read(Array(error.dropLast(20).utf8))?.fields["Code"] == "SlowDown")
        #expect(ErrorDocument.read(Array("<html><Code>x</Code></html>".utf8)) == nil)
        #expect(ErrorDocument.read(Array("<CopyObjectResult><Code>x</Code></CopyObjectResult>".utf8)) == nil)
        #expect(ErrorDocument.read([]) == nil)
    }

    @Test("Written text is read back as it was")
    func written() throws {
        let text = "<a>&\"' \r\n\t π 😀"
        var writer = XMLWriter()
        writer.open("Root")
        writer.element("Key", text)
        writer.element("Prefix", "")
        writer.close("Root")
        let root = try XMLTree(writer.bytes).root
        #expect(root.children(.key).map(\.text) == [text])
        #expect(root.children(.prefix).map(\.text) == [""])
    }

    @Test("Only what XML holds is written")
    func holdable() {
        #expect(XMLWriter.canHold(Array("a\n\t\rπ".utf8)))
        for bytes: [UInt8] in [[1], [0], [0x1F], [0xFF], [0xC3], [0xEF, 0xBF, 0xBE]] {
            #expect(!XMLWriter.canHold(bytes))
        }
    }

    @Test(
        "Dates of header fields are read",
        arguments: [
            ("Mon, 12 Oct 2009 17:50:30 GMT", Int64(1_255_369_830)), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Tue, 29 Feb 2028 23:59:59 GMT", 1_835_481_599),
        ])
    func httpDates(_ text: String, _ seconds: Int64) {
        #expect(Instant(httpDate: text)?.seconds == seconds)
    }

    @Test(
        "What is no date is none",
        arguments: ["", "x", "Mon, 99 Oct 2009 17:50:30 GMT", "Mon, 12 Oct 2009 25:50:30 GMT"])
    func noDates(_ text: String) { #expect(Instant(httpDate: text) == nil) }
}
