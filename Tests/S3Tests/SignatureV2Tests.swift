import Testing

@testable import S3

@Suite("Signature Version 2")
struct SignatureV2Tests {
    private let secret = Array("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".utf8)

    private func request(_ method: String, _ path: String, resource: String) -> HTTPRequest {
        HTTPRequest(
            method: method,
            endpoint: ResolvedEndpoint(
                scheme: "http", host: "h", path: path, canonicalResource: resource, region: "us-east-1"))
    }

    private func signature(_ request: HTTPRequest, _ date: String) -> String {
        base64(HMACKey(secret, .sha1).sign(SignatureV2.stringToSign(request, date: date)))
    }

    @Test("AWS's examples of the REST API")
    func awsExamples() {
        let puppy = "/awsexamplebucket1/photos/puppy.jpg"
        let get = request("GET", "/photos/puppy.jpg", resource: puppy)
        #expect(signature(get, "Tue, 27 Mar 2007 19:36:42 +0000") == "qgk2+6Sv9/oM7G3qLEjTH1a1l1g=")
        var put = request("PUT", "/photos/puppy.jpg", resource: puppy)
        put.headers = [("content-type", "image/jpeg"), ("content-length", "94328")]
        #expect(signature(put, "Tue, 27 Mar 2007 21:15:45 +0000") == "iqRzw+ileNPu1fhspnRs8nOjjIA=")
        var list = request("GET", "/", resource: "/awsexamplebucket1/")
        list.query = [(Array("prefix".utf8), Array("photos".utf8)), (Array("max-keys".utf8), Array("50".utf8))]
        list.headers = [("user-agent", "Mozilla/5.0")]
        #expect(signature(list, "Tue, 27 Mar 2007 19:42:41 +0000") == "m0WP8eCtspQl5Ahe6L1SozdX9YA=")
        var acl = request("GET", "/", resource: "/awsexamplebucket1/")
        acl.query = [(Array("acl".utf8), nil)]
        #expect(signature(acl, "Tue, 27 Mar 2007 19:44:46 +0000") == "82ZHiFIjc+WbcwFKGUVEQspPn+0=")
        let all = request("GET", "/", resource: "/")
        #expect(signature(all, "Wed, 28 Mar 2007 01:29:59 +0000") == "qGdzdERIC03wnaRNKh6OqZehG9s=")
    }

    @Test("AWS's example with fields that stand more than once")
    func awsUpload() {
        let path = "/db-backup.dat.gz"
        var upload = request("PUT", path, resource: "/static.johnsmith.net" + path)
        upload.headers = [
            ("x-amz-meta-reviewedby", "joe@johnsmith.net"), ("x-amz-acl", "public-read"),
            ("content-type", "application/x-download"), ("content-md5", "4gJE4saaMU4BqNR0kLY+lw=="),
            ("x-amz-meta-filechecksum", "0x02661779"), ("x-amz-meta-checksumalgorithm", "crc32"),
            ("x-amz-meta-reviewedby", "jane@johnsmith.net"),
        ]
        #expect(signature(upload, "Tue, 27 Mar 2007 21:06:08 +0000") == "ilyl83RwaSoYIEdixDQcA4OnAnc=")
    }

    @Test("A bucket by its path is sent as it is signed, with a slash behind it")
    func bucketPath() {
        let credentials = Credentials(accessKeyID: "a", secretAccessKey: "s")
        func path(_ sent: String, _ resource: String) -> String {
            var request = request("GET", sent, resource: resource)
            SignatureV2().sign(&request, payload: .empty, credentials: credentials, time: 0)
            return request.endpoint.path
        }
        #expect(path("/bucket", "/bucket/") == "/bucket/")
        #expect(path("/base/bucket", "/bucket/") == "/base/bucket/")
        #expect(path("/bucket/key", "/bucket/key") == "/bucket/key")
        #expect(path("/", "/bucket/") == "/")
        #expect(path("/", "/") == "/")
        #expect(path("/bucket/bucket/", "/bucket/bucket/") == "/bucket/bucket/")
    }

    @Test("Dates are those of RFC 7231")
    func dates() {
        #expect(SigningTime(secondsSince1970: 1_369_353_600).httpDate == "Fri, 24 May 2013 00:00:00 GMT")
        #expect(SigningTime(secondsSince1970: 0).httpDate == "Thu, 01 Jan 1970 00:00:00 GMT")
        #expect(SigningTime(secondsSince1970: -1).httpDate == "Wed, 31 Dec 1969 23:59:59 GMT")
        for second in stride(from: Int64(0), to: 5_000_000_000, by: 12_345_677) {
            #expect(Instant(httpDate: SigningTime(secondsSince1970: second).httpDate)?.seconds == second)
        }
        #expect(SigningTime(secondsSince1970: 1_369_353_661).extendedTimestamp == "2013-05-24T00:01:01Z")
    }
}
