// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How far the restore of an archived object is (boto3: `RestoreStatus`).
public struct RestoreStatus: Sendable, Hashable {
    /// Whether it is still being restored (boto3: `IsRestoreInProgress`).
    public var isRestoreInProgress: Bool?
    /// Until when the restored copy is kept (boto3: `RestoreExpiryDate`).
    public var restoreExpiryDate: Instant?

    /// Nothing, to be filled in: for tests.
    public init() {}
}

extension RestoreStatus {
    /// Reads an element.
    init(_ element: XMLNode) {
        self.init()
        for child in element.children {
            switch child.name {
            case .isRestoreInProgress: isRestoreInProgress = child.text == "true"
            case .restoreExpiryDate: restoreExpiryDate = child.instant
            default: break
            }
        }
    }
}
