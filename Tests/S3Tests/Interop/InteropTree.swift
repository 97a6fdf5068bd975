import Foundation

@testable import S3

/// Writes what an operation answered as boto3 does.
struct InteropTree {
    /// boto3's names of the members.
    private let names: [String: String]

    init() throws {
        var names: [String: String] = [:]
        for (name, label) in try OperationVectors().names { names[label] = name }
        // Two shapes spell these in two ways; answers have the one.
        names["id"] = "ID"
        names["kmsKeyID"] = "SSEKMSKeyId"
        self.names = names
    }

    /// Nil for what is not there.
    func value(_ value: Any, label: String = "") -> JSONValue? {
        switch value {
        case let text as String: return .string(text)
        case let key as Key:
            return label == "commonPrefixes" ? .object(["Prefix": .string(key.description)]) : .string(key.description)
        case let flag as Bool: return .bool(flag)
        case let number as Int: return .number(Double(number))
        case let number as Int64: return .number(Double(number))
        case let instant as Instant: return .string(instant.iso8601Seconds)
        case let word as any APIWord: return .string(word.rawValue)
        case let texts as [String: String]: return .object(texts.mapValues { .string($0) })
        case let metadata as ResponseMetadata: return .object(["HTTPStatusCode": .number(Double(metadata.status))])
        case is ObjectBody: return nil
        default: break
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.flatMap { self.value($0.value, label: label) }
        case .collection: return .array(mirror.children.compactMap { self.value($0.value, label: label) })
        default:
            var members: [String: JSONValue] = [:]
            for child in mirror.children {
                guard let label = child.label, let inner = self.value(child.value, label: label) else { continue }
                members[names[label] ?? (label == "responseMetadata" ? "ResponseMetadata" : label)] = inner
            }
            return .object(members)
        }
    }
}
