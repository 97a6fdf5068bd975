// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How the server encrypts (boto3: `ServerSideEncryption`).
///
/// Any other word can be asked for and is kept.
public struct ServerSideEncryption: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `AES256`.
    public static let aes256 = ServerSideEncryption(rawValue: "AES256")
    /// `aws:fsx`.
    public static let fsx = ServerSideEncryption(rawValue: "aws:fsx")
    /// `aws:kms`.
    public static let kms = ServerSideEncryption(rawValue: "aws:kms")
    /// `aws:kms:dsse`.
    public static let kmsDSSE = ServerSideEncryption(rawValue: "aws:kms:dsse")
}
