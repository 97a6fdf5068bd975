/// How a client makes sure of the server it talks to (boto3's `verify`).
public enum TLSVerification: Sendable, Hashable {
    /// By the system's certificate authorities, whatever environment and profile say (`verify=True`).
    case system
    /// By the certificate authorities of a PEM file, and by no other (`verify='path'`).
    case caBundle(String)
    /// Not at all: anybody between may read and change everything (`verify=False`).
    case disabled
}
