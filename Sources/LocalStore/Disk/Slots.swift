/// Values under small numbers that are used again when a value has gone: a heap without pointers.
struct Slots<Value: Sendable>: Sendable {
    private var values: [Value?] = []
    private var free: [Int32] = []

    var count: Int { values.count - free.count }

    mutating func insert(_ value: Value) -> Int32 {
        if let slot = free.popLast() {
            values[Int(slot)] = value
            return slot
        }
        values.append(value)
        return Int32(values.count - 1)
    }

    mutating func remove(_ slot: Int32) {
        precondition(values[Int(slot)] != nil, "slot \(slot) is empty")
        values[Int(slot)] = nil
        free.append(slot)
    }

    /// - Precondition: the slot holds a value.
    subscript(slot: Int32) -> Value {
        get {
            guard let value = values[Int(slot)] else { preconditionFailure("slot \(slot) is empty") }
            return value
        }
        _modify {
            guard var value = values[Int(slot)] else { preconditionFailure("slot \(slot) is empty") }
            values[Int(slot)] = nil
            defer { values[Int(slot)] = value }
            yield &value
        }
    }
}
