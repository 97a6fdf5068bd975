/// How a client makes sure of the server it talks to (boto3's `verify`).
public enum TLSVerification: Sendable, Hashable {
    /// By the system's certificate authorities, whatever environment and profile say (`verify=True`).
    case system
    /// By the certificate authorities of a PEM file (`verify='path'`), and by the system's beside them, which boto3 then
    /// leaves out.
    case caBundle(String)
    /// Not at all: anybody between may read and change everything (`verify=False`).
    case disabled
}
