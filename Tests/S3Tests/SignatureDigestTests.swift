import Foundation
import Testing

@testable import S3

@Suite("Digests, texts and times of signatures")
struct SignatureDigestTests {
    @Test("SHA-256 in pieces is SHA-256 in one")
    func streaming() {
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var digest = MessageDigest(.sha256)
        for start in stride(from: 0, to: bytes.count, by: 7_777) {
            digest.update(Array(bytes[start..<min(start + 7_777, bytes.count)]))
        }
        digest.update([UInt8]())
        #expect(digest.finish() == SHA256Digest.hash(bytes))
        let empty = MessageDigest(.sha256)
        #expect(PayloadHash.sha256(hexadecimal(empty.finish())) == .empty)
        #expect(PayloadHash.sha256(SHA256Digest.hexadecimal(of: [])) == .empty)
    }

    @Test("HMAC-SHA256 of RFC 4231 and of nothing")
    func hmac() {
        let answer = hmacSHA256(key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8))
        #expect(hexadecimal(answer) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        let nothing = hmacSHA256(key: [], [])
        #expect(hexadecimal(nothing) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test("Content-MD5 and base64")
    func md5() {
        #expect(md5Base64([]) == "1B2M2Y8AsgTpgAmY7PhCfg==")
        for count in 0..<50 {
            let bytes = (0..<count).map { UInt8($0 &* 83 & 255) }
            #expect(base64(bytes) == Data(bytes).base64EncodedString())
        }
    }

    @Test("Times are those of the calendar, before 1970 and on leap days too")
    func times() throws {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "yyyyMMdd'T'HHmmss'Z'"
        var seconds: [Int64] = [0, -1, 951_782_400, 951_868_799, 1_709_164_800, 4_107_542_399, 4_107_542_400]
        seconds += stride(from: -500_000_000, to: 5_000_000_000, by: 12_345_677)
        for second in seconds {
            let time = SigningTime(secondsSince1970: second)
            #expect(time.timestamp == formatter.string(from: Date(timeIntervalSince1970: Double(second))))
            let text = time.timestamp
            let parts = Array(text)
            let iso =
                String(parts[0..<4]) + "-" + String(parts[4..<6]) + "-" + String(parts[6..<8]) + "T"
                + String(parts[9..<11]) + ":" + String(parts[11..<13]) + ":" + String(parts[13...])
            #expect(ISO8601.secondsSince1970(iso) == second)
        }
        let east = ISO8601.secondsSince1970("2030-01-02T03:04:05.678+02:30")
        #expect(east == ISO8601.secondsSince1970("2030-01-02T00:34:05Z"))
        #expect(east != nil)
        for bad in [
            "", "2030", "2030-13-02T03:04:05Z", "2030-01-02T03:04:05X", "2030-01-02T25:04:05Z", "20300102T030405Z",
        ] {
            #expect(ISO8601.secondsSince1970(bad) == nil, "\(bad)")
        }
    }
}
