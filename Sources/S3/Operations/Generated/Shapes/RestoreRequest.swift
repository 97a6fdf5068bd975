// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How an archived object is brought back (boto3: `RestoreRequest`).
public struct RestoreRequest: Sendable, Hashable {
    /// For how many days (boto3: `Days`).
    public var days: Int?
    /// How fast, in the older form (boto3: `GlacierJobParameters`).
    public var glacierJobParameters: GlacierJobParameters?
    /// The kind (boto3: `Type`).
    public var type: RestoreRequestType?
    /// How fast (boto3: `Tier`).
    public var tier: RestoreTier?
    /// A text of the caller's own (boto3: `Description`).
    public var description: String?
    /// The query (boto3: `SelectParameters`).
    public var selectParameters: SelectParameters?
    /// Where the result goes (boto3: `OutputLocation`).
    public var outputLocation: OutputLocation?

    /// Takes what is required; the rest is set after.
    public init() {}
}

extension RestoreRequest {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        if let days { document.element("Days", String(days)) }
        if let glacierJobParameters { glacierJobParameters.write(to: &document, as: "GlacierJobParameters") }
        if let type { document.element("Type", type.rawValue) }
        if let tier { document.element("Tier", tier.rawValue) }
        if let description { document.element("Description", description) }
        if let selectParameters { selectParameters.write(to: &document, as: "SelectParameters") }
        if let outputLocation { outputLocation.write(to: &document, as: "OutputLocation") }
        document.close(tag)
    }
}
