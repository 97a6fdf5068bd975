import ObjectStore
import Synchronization

/// A GET, and a second one for the same bytes when the first is late: the one whose head comes first brings them.
final class HedgedGet: Sendable {
    /// One attempt: it tells of its head by `claim`, and lets only the winner's bytes through.
    typealias Attempt = @Sendable (_ number: Int) async throws(StoreError) -> ObjectMetadata

    private struct State {
        var tasks: [Task<Void, Never>] = []
        var running = 0
        var winner: Int?
        var isCancelled = false
        var continuation: CheckedContinuation<Result<ObjectMetadata, StoreError>, Never>?
    }

    private let attempt: Attempt
    /// Guards the race; nothing is called under it.
    private let state = Mutex(State())

    init(_ attempt: @escaping Attempt) { self.attempt = attempt }

    /// Performs the GET.
    ///
    /// - Parameters:
    ///   - patience: after so long without a head a second GET is sent.
    ///   - isAllowed: asked then.
    func run(patience: Duration, isAllowed: @escaping @Sendable () -> Bool) async throws(StoreError) -> ObjectMetadata {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { $0.continuation = continuation }
                start(0)
                start(after: patience, if: isAllowed)
            }
        } onCancel: {
            for task in state.withLock({ state in
                state.isCancelled = true
                return state.tasks
            }) { task.cancel() }
        }
        return try result.get()
    }

    /// Notes that the head of an attempt has come.
    ///
    /// - Returns: whether it is the first; the other one ends.
    func claim(_ number: Int) -> Bool {
        let (isWinner, losers) = state.withLock { state -> (Bool, [Task<Void, Never>]) in
            guard state.winner == nil else { return (state.winner == number, []) }
            state.winner = number
            return (true, state.tasks.enumerated().filter { $0.offset != number }.map(\.element))
        }
        for loser in losers { loser.cancel() }
        return isWinner
    }

    /// Whether an attempt's bytes are wanted.
    func isWinner(_ number: Int) -> Bool { state.withLock { $0.winner == number } }

    private func start(_ number: Int) {
        state.withLock { $0.running += 1 }
        attach(Task { await self.perform(number) })
    }

    /// The second task waits for its time, or for the first to have its head.
    private func start(after patience: Duration, if isAllowed: @escaping @Sendable () -> Bool) {
        attach(
            Task {
                guard (try? await Task.sleep(for: patience)) != nil else { return }
                let isWanted = self.state.withLock { state in
                    guard state.winner == nil, state.running > 0, !state.isCancelled else { return false }
                    state.running += 1
                    return true
                }
                guard isWanted else { return }
                if isAllowed() { await self.perform(1) } else { self.ended(1, nil) }
            })
    }

    private func attach(_ task: Task<Void, Never>) {
        let isCancelled = state.withLock { state in
            state.tasks.append(task)
            return state.isCancelled
        }
        if isCancelled { task.cancel() }
    }

    private func perform(_ number: Int) async {
        do throws(StoreError) {
            ended(number, .success(try await attempt(number)))
        } catch {
            ended(number, .failure(error))
        }
    }

    /// Answers the caller with the winner's result, or with the last one when nobody won.
    private func ended(_ number: Int, _ result: Result<ObjectMetadata, StoreError>?) {
        let (continuation, rest) = state.withLock { state in
            state.running -= 1
            let decides = state.winner == number || (state.winner == nil && state.running == 0)
            guard decides, result != nil, let continuation = state.continuation else {
                return (CheckedContinuation<Result<ObjectMetadata, StoreError>, Never>?.none, [Task<Void, Never>]())
            }
            state.continuation = nil
            return (continuation, state.tasks)
        }
        guard let continuation, let result else { return }
        for task in rest { task.cancel() }
        continuation.resume(returning: result)
    }
}
