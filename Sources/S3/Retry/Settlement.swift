/// Decides what is done about a failed attempt; who does it is the pipeline.
struct Settlement: Sendable {
    let rules: RetryRules
    let quota: RetryQuota

    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - jitter: 0 ..< 1.
    func remedy(
        for failure: AttemptFailure, of call: OperationCall, state: inout RetryState, now: Int64, jitter: Double
    ) -> Remedy {
        let error = failure.error
        switch rules.retryClass(error) {
        case .never: return .giveUp
        case .corruption: return state.isFirst(.corruption) ? .again : .giveUp
        case .credentials:
            guard state.isFirst(.credentials), let rejected = failure.credentials else { return .giveUp }
            return .refresh(rejected: rejected)
        case .clockSkew:
            guard state.isFirst(.clockSkew), let date = failure.date else { return .giveUp }
            return .setClock(ahead: date - now)
        case .redirect: return redirection(failure, call, &state)
        case .transient, .throttling:
            state.countFailure()
            guard state.failed < rules.maximum, isPaid(error, &state) else { return .giveUp }
            return .wait(
                rules.delay(
                    after: state.failed, jitter: jitter, wish: failure.wish, madeProgress: state.madeProgress))
        }
    }

    private func redirection(_ failure: AttemptFailure, _ call: OperationCall, _ state: inout RetryState) -> Remedy {
        let error = failure.error
        // The ARN of an access point names its region; a new bucket is to be where the caller said.
        guard let bucket = call.bucket, !bucket.hasPrefix("arn:"), state.isFirst(.redirect),
            !(error.code == "IllegalLocationConstraintException" && call.operation == "CreateBucket")
        else { return .giveUp }
        if let region = error.region, !region.isEmpty {
            // It becomes part of a host's name: a server may not say more than that.
            guard region != failure.region, HostName.isLabel(region.utf8) else { return .giveUp }
            return .move(bucket: bucket, region: region)
        }
        guard error.code != "AuthorizationHeaderMalformed", call.operation != "HeadBucket" else { return .giveUp }
        return .move(bucket: bucket, region: nil)
    }

    private func isPaid(_ error: S3Error, _ state: inout RetryState) -> Bool {
        guard rules.hasQuota else { return true }
        var cost = RetryQuota.retryCost
        if case .transport(let transport) = error.kind, transport.code == .stalled { cost = RetryQuota.timeoutCost }
        guard quota.take(cost) else { return false }
        state.lastCost = cost
        return true
    }
}
