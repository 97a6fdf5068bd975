/// Reads a body by its framing and hands its bytes on as they came, chunk marks included.
struct BodyReader {
    let stream: SocketStream
    let framing: MessageHead.Framing

    /// - Parameter take: gets each piece; `isData` is false for chunk marks and trailers.
    func read(_ take: (_ piece: [UInt8], _ isData: Bool) throws(ConnectionEnded) -> Void) throws(ConnectionEnded) {
        switch framing {
        case .empty: return
        case .length(let length): try data(length, take)
        case .chunked:
            while true {
                let mark = try stream.line()
                let digits = String(decoding: mark, as: UTF8.self).prefix { $0.isHexDigit }
                guard let length = Int(digits, radix: 16) else { throw ConnectionEnded() }
                try take(mark, false)
                if length == 0 { break }
                try data(length, take)
                try take(try stream.line(), false)
            }
            while true {
                let trailer = try stream.line()
                try take(trailer, false)
                if trailer == [13, 10] || trailer == [10] { return }
            }
        case .untilClose:
            while true {
                let piece: [UInt8]
                do throws(ConnectionEnded) {
                    piece = try stream.some(65_536)
                } catch {
                    return
                }
                try take(piece, true)
            }
        }
    }

    private func data(
        _ length: Int, _ take: (_ piece: [UInt8], _ isData: Bool) throws(ConnectionEnded) -> Void
    ) throws(ConnectionEnded) {
        var left = length
        while left > 0 {
            let piece = try stream.some(min(left, 65_536))
            left -= piece.count
            try take(piece, true)
        }
    }
}
