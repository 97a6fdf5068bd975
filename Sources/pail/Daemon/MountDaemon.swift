import CLinux
import Glibc
import LocalStore
import Logging
import Synchronization

/// The life of one mount: detach, connect, mount, serve, store, leave.
final class MountDaemon: Sendable {
    private enum Phase {
        case starting
        case serving(MountedBucket)
        case ending
    }

    private let plan: MountPlan
    private let log: Logger
    private let destination: LogDestination
    /// Guards how far this process is, for the signal thread and the control socket.
    private let phase = Mutex(Phase.starting)
    private let started = ContinuousClock.now

    private init(_ plan: MountPlan, _ destination: LogDestination, _ log: Logger) {
        self.plan = plan
        self.destination = destination
        self.log = log
    }

    /// Mounts.
    ///
    /// In the background the calling process returns when the mount answers, and the child never does; in the
    /// foreground this returns when the mount is gone.
    ///
    /// - Throws: `CommandFailure`; in the background the child reports through the pipe instead.
    static func start(_ plan: MountPlan) throws(CommandFailure) {
        let mountPoint = plan.mountPoint
        let pipe =
            plan.staysInForeground
            ? ReadinessPipe.none
            : try ReadinessPipe.detach {
                // The first answer through the kernel: from here on the caller may use the mount.
                var status = stat()
                _ = stat(mountPoint, &status)
            }
        SignalThread.block()
        do {
            let destination =
                if let path = plan.logFile {
                    try LogDestination.file(path)
                } else {
                    plan.staysInForeground ? LogDestination.standardError() : LogDestination.syslog()
                }
            let log = Logger(label: "pail") { DaemonLog(label: $0, destination: destination, level: plan.logLevel) }
            try MountDaemon(plan, destination, log).run(pipe)
        } catch {
            pipe.fail(error)
            exit(error.status.rawValue)
        }
        exit(0)
    }

    private func run(_ pipe: ReadinessPipe) throws(CommandFailure) {
        SignalThread.start { [self] in signalled($0) }
        clinux_keep_freed_memory()
        try Self.raiseDescriptorLimit()
        let plan = plan
        let log = log
        let opened: Result<MountedBucket, CommandFailure> = BlockingTask.run {
            do throws(MountProblem) {
                return .success(try await MountedBucket(plan, log: log))
            } catch {
                return .failure(error.failure(for: plan))
            }
        }
        let bucket = try opened.get()
        do throws(MountProblem) { try bucket.mount() } catch { throw error.failure(for: plan) }
        phase.withLock { $0 = .serving(bucket) }

        let session = SystemThread("pail-session") { bucket.serve() }
        let control = ControlServer(mountPoint: plan.mountPoint, log: log) { [self] in status(of: bucket) }
        if let control {
            _ = SystemThread("pail-control") { [self] in control.serve { self.end("unmounting on request, by force") } }
        } else {
            log.error("no control socket: pail umount will not wait for this mount; use SIGTERM")
        }
        var answer = stat()
        if stat(plan.mountPoint, &answer) != 0 {
            log.warning("the mount does not answer stat", metadata: ["error": "\(SystemMessage.of(errno))"])
        }
        let notice = bucket.notice.map { "pail: \($0)\n" } ?? ""
        log.notice(
            "mounted",
            metadata: [
                "bucket": "\(plan.bucket)", "directory": "\(plan.mountPoint)",
                "access": "\(bucket.isReadOnly ? "read-only" : "read-write")", "version": "\(Pail.version)",
            ])
        pipe.succeed(notice: notice)
        ServiceNotification.send("READY=1\nSTATUS=\(plan.bucket) on \(plan.mountPoint)")

        session.join()
        phase.withLock { $0 = .ending }
        ServiceNotification.send("STOPPING=1")
        let remaining = BlockingTask.run { await bucket.close() }
        if let remaining {
            log.error("data could not be stored", metadata: ["error": "\(remaining)"])
            control?.ended(["failed", remaining])
            exit(ExitStatus.dataNotStored.rawValue)
        }
        log.notice("unmounted", metadata: ["directory": "\(plan.mountPoint)"])
        control?.ended(["ok"])
    }

    /// setrlimit(2): Every file that is being written takes two descriptors; shells give 1,024.
    private static func raiseDescriptorLimit() throws(CommandFailure) {
        let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(kind, &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, max(limit.rlim_cur, 131_072))
        setrlimit(kind, &limit)
        let count = DescriptorLimit.current.count
        guard count >= DescriptorLimit.least else {
            throw CommandFailure(
                .system, "\(count) open files are the most that this process may have, and a mount needs more",
                advice: "Raise the hard limit to \(DescriptorLimit.least) at least (ulimit -Hn, LimitNOFILE=).")
        }
    }

    private func signalled(_ number: Int32) {
        switch number {
        case SIGHUP: destination.reopen()
        default:
            log.info("signal received", metadata: ["signal": "\(number == SIGINT ? "SIGINT" : "SIGTERM")"])
            end("ending")
        }
    }

    /// Ends the session from any thread; what is dirty is stored on the way out.
    ///
    /// Before there is a session, leaves.
    private func end(_ why: String) {
        let serving: MountedBucket? = phase.withLock { phase in
            switch phase {
            case .starting: _exit(128 + SIGTERM)
            case .ending: return nil
            case .serving(let bucket):
                phase = .ending
                return bucket
            }
        }
        guard let serving else { return }
        log.info("\(why)")
        ServiceNotification.send("STOPPING=1")
        serving.unmount()
    }

    private func status(of bucket: MountedBucket) -> [String] {
        [
            "bucket: \(plan.bucket)",
            "directory: \(plan.mountPoint)",
            "endpoint: \(bucket.endpoint)",
            "region: \(bucket.region)",
            "access: \(bucket.isReadOnly ? "read-only" : "read-write")",
            "cache: \(plan.cacheDirectory)",
            "process: \(getpid())",
            "version: \(Pail.version)",
            "mounted for: \((ContinuousClock.now - started).components.seconds)s",
        ]
    }
}
