import Synchronization

/// What a resource knows of itself: nothing at first, then what a listing said or what was loaded once.
///
/// However many ask at once, one of them loads and the others wait for it; when it fails, the next one tries.
final class LazyValue<Value: Sendable>: Sendable {
    /// What to do about a question, decided under the lock and done outside.
    private enum Action {
        case answer(Value)
        case load(generation: UInt64)
        case wait
    }

    private struct State {
        var value: Value?
        /// Counts what makes an answer that is still under way too old to be kept.
        var generation: UInt64 = 0
        var isLoading = false
    }

    /// Guards the value.
    ///
    /// Never held while loading; no other lock is taken inside.
    private let state: Mutex<State>
    /// Those who wait for another's load.
    private let line = WaitingLine()

    init(_ value: Value? = nil) { state = Mutex(State(value: value)) }

    /// What is known; nil before anything was loaded.
    var known: Value? { state.withLock { $0.value } }

    /// What is known, or else what `load` brings.
    ///
    /// - Throws: what `load` throws; `.cancelled` or `.deadline` when a task that waits for another's load waits no longer.
    nonisolated(nonsending) func get(
        _ operation: String, _ load: () async throws(S3Error) -> Value
    ) async throws(S3Error) -> Value {
        while true {
            switch begin() {
            case .answer(let value): return value
            case .load(let generation):
                do throws(S3Error) {
                    let value = try await load()
                    finish(value, generation)
                    return value
                } catch {
                    finish(nil, generation)
                    throw error
                }
            case .wait: try await wait(operation)
            }
        }
    }

    /// Keeps what was loaded anew.
    func keep(_ value: Value) {
        state.withLock { state in
            state.value = value
            state.generation += 1
        }
    }

    /// Makes the next question load, also if a load is under way.
    func forget() {
        state.withLock { state in
            state.value = nil
            state.generation += 1
        }
    }

    private func begin() -> Action {
        state.withLock { state in
            if let value = state.value { return .answer(value) }
            if state.isLoading { return .wait }
            state.isLoading = true
            return .load(generation: state.generation)
        }
    }

    private func finish(_ value: Value?, _ generation: UInt64) {
        state.withLock { state in
            state.isLoading = false
            if let value, state.generation == generation { state.value = value }
        }
        line.release()
    }

    private nonisolated(nonsending) func wait(_ operation: String) async throws(S3Error) {
        switch await line.wait(until: Deadline.current, unless: { !state.withLock { $0.isLoading } }) {
        case .over: break
        case .cancelled: throw .cancelled(operation)
        case .deadline: throw .deadline(operation)
        }
    }
}
