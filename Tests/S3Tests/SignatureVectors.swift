import Foundation

/// What botocore answered; made by the scripts in `Vectors`.
enum Vectors {
    static func load<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/\(name).json")
        return try JSONDecoder().decode(type, from: Data(contentsOf: url))
    }

    static func bytes(hexadecimal text: String) -> [UInt8] {
        let digits = Array(text)
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }
}
