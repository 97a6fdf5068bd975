// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How fast an archived object is brought back (boto3: `GlacierJobParameters`).
public struct GlacierJobParameters: Sendable, Hashable {
    /// How fast (boto3: `Tier`).
    public var tier: RestoreTier

    /// Takes what is required; the rest is set after.
    public init(tier: RestoreTier) {
        self.tier = tier
    }
}

extension GlacierJobParameters {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        document.element("Tier", tier.rawValue)
        document.close(tag)
    }
}
