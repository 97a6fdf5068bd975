import LocalStore
import ObjectStore

/// A range of a staging file, as bytes to send.
///
/// Nobody changes them until they are sent.
struct StagingSource: ByteSource {
    let file: StagingFile
    let range: Range<Int64>

    var count: Int64 { range.upperBound - range.lowerBound }

    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) -> Int {
        let length = min(Int64(buffer.count), count - offset)
        guard length > 0 else { return 0 }
        let target = UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(length)])
        do {
            let read = try file.read(into: target, at: range.lowerBound + offset)
            guard read == target.count else { throw WriteError.io("\(file.path): shorter than what was written to it") }
            return read
        } catch let error as LocalStoreError {
            throw WriteError(local: error).storeError
        } catch {
            throw StoreError(.rejected, "\(error)")
        }
    }
}
