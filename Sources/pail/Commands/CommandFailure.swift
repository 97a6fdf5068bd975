/// Why a command ends without success: what is wrong, and what to try.
struct CommandFailure: Error, Hashable, Sendable {
    /// What the process leaves with.
    var status: ExitStatus
    /// What is wrong, without a full stop.
    var problem: String
    /// What to try, a sentence; nil where nothing can be advised.
    var advice: String?

    init(_ status: ExitStatus, _ problem: String, advice: String? = nil) {
        self.status = status
        self.problem = problem
        self.advice = advice
    }

    /// What standard error shows.
    var text: String {
        var text = "pail: \(problem)\n"
        if let advice { text += "  \(advice)\n" }
        return text
    }
}
