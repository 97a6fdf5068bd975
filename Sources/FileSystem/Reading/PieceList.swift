/// Pieces in order of use, the oldest first: a doubly linked list through the pieces themselves.
///
/// Belongs to the budget, and is used under its lock only.
struct PieceList {
    enum Kind: Sendable {
        /// Read at least once, or wanted by nobody any more: goes first.
        case read
        /// Fetched ahead and not read yet: goes only for a read that somebody waits for.
        case unread
    }

    let kind: Kind
    /// Bytes of all pieces in it.
    private(set) var bytes: Int64 = 0
    private var first: Piece?
    private var last: Piece?

    init(_ kind: Kind) { self.kind = kind }

    /// The piece that was not used for the longest time.
    ///
    /// O(1).
    var oldest: Piece? { first }

    /// Adds a piece as the newest.
    ///
    /// O(1).
    ///
    /// - Precondition: the piece is in no list.
    mutating func append(_ piece: Piece) {
        precondition(piece.list == nil, "piece \(piece.index) is in a list already")
        piece.list = kind
        bytes += Int64(piece.capacity)
        piece.previous = last
        if let last { last.next = piece } else { first = piece }
        last = piece
    }

    /// Takes a piece out.
    ///
    /// O(1).
    ///
    /// - Precondition: the piece is in this list, and the caller holds it: freeing it here would lock the budget again.
    mutating func remove(_ piece: Piece) {
        precondition(piece.list == kind, "piece \(piece.index) is not in this list")
        bytes -= Int64(piece.capacity)
        if let previous = piece.previous { previous.next = piece.next } else { first = piece.next }
        if let next = piece.next { next.previous = piece.previous } else { last = piece.previous }
        piece.next = nil
        piece.previous = nil
        piece.list = nil
    }
}
