/// An Amazon Resource Name: `arn:partition:service:region:account:resource`.
struct ResourceName: Sendable, Hashable {
    let partition: String
    let service: String
    /// Empty for a multi-region access point.
    let region: String
    let account: String
    /// What follows, split at `:` and `/`.
    let resource: [String]

    /// Nil for anything that is no such name, or whose partition, service or resource is empty.
    init?(_ text: String) {
        guard let parts = Self.parts(of: text) else { return nil }
        guard !parts[1].isEmpty, !parts[2].isEmpty, !parts[5].isEmpty else { return nil }
        partition = String(parts[1])
        service = String(parts[2])
        region = String(parts[3])
        account = String(parts[4])
        resource = parts[5].split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "/" }.map { String($0) }
    }

    /// Whether the text has the shape of a name, whatever its parts hold.
    static func hasShape(_ text: String) -> Bool { parts(of: text) != nil }

    /// The part of the resource at an index; nil where there is none.
    func part(_ index: Int) -> String? {
        index < resource.count ? resource[index] : nil
    }

    private static func parts(of text: String) -> [Substring]? {
        guard text.hasPrefix("arn:") else { return nil }
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        return parts.count == 6 ? parts : nil
    }
}
