import Foundation
import Synchronization
import Testing

@testable import S3

/// A world of `credentials.json`: files, environment and services, and what botocore makes of them.
struct CredentialWorld: Decodable {
    struct Answer: Decodable {
        /// What the text `METHOD URL BODY&` has in it.
        var match: [String]
        /// How often the answer is given; nil for always.
        var times: Int?
        var status: Int?
        var body: String?
        var headers: [String: String]?
        var fail: String?
    }

    struct Request: Decodable, Equatable {
        var method: String
        var url: String
        var form: [[String]]?
        var json: JSON?
        var headers: [String: String]
        var signer: [String]?
        /// The public key's numbers, the method and the address of a proof of possession.
        var proof: [String]?
    }

    struct Expected: Decodable {
        var error: String?
        var provider: String?
        var credentials: [String?]?
        var ends: Int64?
        var endsIn: Int64?
        var requests: [Request]?
        var written: [String: JSON]?
    }

    var name: String
    var environment: [String: String]
    var config: String?
    var credentials: String?
    var profile: String?
    var files: [String: String]
    /// Places in the list of answers.
    var answers: [Int]
    var expected: Expected

    /// The time in every world.
    static let now: Int64 = 1_800_000_000

    /// Fills in what differs from run to run.
    static func place(_ text: String, home: String, key: String = "") -> String {
        var text = text.replacing("{home}", with: home).replacing("{key}", with: key.replacing("\n", with: "\\n"))
        // Most texts have no time in them, and looking for one by a pattern takes long.
        if text.contains("{now") {
            text = text.replacing(/\{now([+-]\d+)\}/) { ISO8601.text(secondsSince1970: now + (Int64($0.1) ?? 0)) }
        }
        if text.contains("{ms") {
            text = text.replacing(/\{ms([+-]\d+)\}/) { "\((now + (Int64($0.1) ?? 0)) * 1_000)" }
        }
        return text
    }
}

/// A JSON document of any form.
struct JSON: Decodable, Equatable {
    let value: JSONValue

    init(_ value: JSONValue) { self.value = value }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            value = .null
        } else if let found = try? container.decode(Bool.self) {
            value = .bool(found)
        } else if let found = try? container.decode(Double.self) {
            value = .number(found)
        } else if let found = try? container.decode(String.self) {
            value = .string(found)
        } else if let found = try? container.decode([JSON].self) {
            value = .array(found.map(\.value))
        } else {
            value = .object(try container.decode([String: JSON].self).mapValues(\.value))
        }
    }
}

/// Time and chance that stand still.
struct FrozenClock: Timekeeper {
    var seconds = CredentialWorld.now
    func now() -> Int64 { seconds }
    func elapsed() -> Double { 0 }
    func sleep(seconds: Double) async {}
    func jitter() -> Double { 0.5 }
}

/// Answers requests from a list, and keeps them as `make_credentials.py` does.
final class ScriptedCredentialHTTP: CredentialHTTP {
    private let state: Mutex<(answers: [CredentialWorld.Answer], requests: [CredentialWorld.Request])>
    private let home: String

    init(_ answers: [CredentialWorld.Answer], home: String) {
        state = Mutex((answers, []))
        self.home = home
    }

    var requests: [CredentialWorld.Request] { state.withLock { $0.requests } }

    func send(
        _ request: HTTPRequest, body: [UInt8]?, patience: HTTPPatience
    ) async throws(TransportError) -> HTTPResponse {
        let url = request.url
        let text = String(decoding: body ?? [], as: UTF8.self)
        let kept = Self.kept(request, url, text)
        let answer = state.withLock { state -> CredentialWorld.Answer? in
            state.requests.append(kept)
            let line = "\(request.method) \(url) \(text)&"
            let index = state.answers.firstIndex { answer in
                answer.times != 0 && answer.match.allSatisfy { $0.isEmpty || line.contains($0) }
            }
            guard let index else { return nil }
            if let times = state.answers[index].times { state.answers[index].times = times - 1 }
            return state.answers[index]
        }
        guard let answer, answer.fail == nil else {
            throw TransportError(answer?.fail == "timeout" ? .stalled : .connect, "nobody is there")
        }
        let headers = (answer.headers ?? [:]).map { (name: $0.key, value: $0.value) }
        let filled = CredentialWorld.place(answer.body ?? "", home: home)
        return HTTPResponse(status: answer.status ?? 200, headers: headers, body: Array(filled.utf8))
    }

    private static func kept(_ request: HTTPRequest, _ url: String, _ body: String) -> CredentialWorld.Request {
        let headers = Dictionary(request.headers.map { ($0.name, $0.value) }) { first, _ in first }
        let names = [
            "x-amz-sso_bearer_token", "x-aws-ec2-metadata-token", "x-aws-ec2-metadata-token-ttl-seconds",
            "x-amz-security-token",
        ]
        var kept = CredentialWorld.Request(
            method: request.method, url: url, headers: headers.filter { names.contains($0.key) }
        )
        if body.hasPrefix("{") {
            kept.json = JSONValue(Array(body.utf8)).map { JSON($0) }
        } else if !body.isEmpty {
            kept.form = body.split(separator: "&").map { pair in
                pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                    String($0).removingPercentEncoding ?? ""
                }
            }.map { [$0[0], $0[1] == "pail-session-\(CredentialWorld.now)" ? "SESSION" : $0[1]] }.sorted {
                $0[0] < $1[0]
            }
        }
        if let authorization = headers["authorization"] {
            if authorization.hasPrefix("AWS4") {
                let scope = authorization.split(separator: "Credential=")[1].split(separator: ",")[0].split(
                    separator: "/")
                kept.signer = [scope[0], scope[2], scope[3]].map { String($0) }
            } else {
                kept.headers["authorization"] = authorization
            }
        }
        if let proof = headers["dpop"] {
            let parts = proof.split(separator: ".").prefix(2).map { part in
                var text = part.replacing("-", with: "+").replacing("_", with: "/")
                while text.utf8.count % 4 != 0 { text += "=" }
                return JSONValue(Array(Data(base64Encoded: String(text)) ?? Data()))?.object ?? [:]
            }
            let key = parts[0]["jwk"]?.object ?? [:]
            kept.proof = [key["x"], key["y"], parts[1]["htm"], parts[1]["htu"]].map { $0?.text ?? "" }
        }
        return kept
    }
}
