/// What the providers of one session know.
struct CredentialContext: Sendable {
    /// The profile in force.
    var profile: String
    /// Whether the caller named the profile: then the environment's keys and web identity do not count, as in botocore.
    var isProfileExplicit: Bool
    var environment: [String: String]
    var homeDirectory: String
    var paths: SharedConfiguration.Paths
    /// The session's region; nil when nothing names one.
    var region: String?
    var http: any CredentialHTTP
    var clock: any Timekeeper

    /// The same session for another profile, where only the profile itself counts: a `source_profile`.
    func source(_ profile: String) -> CredentialContext {
        var context = self
        context.profile = profile
        context.isProfileExplicit = true
        return context
    }

    /// The files as they are now.
    func load(for provider: String) throws(CredentialError) -> SharedConfiguration {
        try SharedConfiguration.load(paths, for: provider)
    }

    /// A path with `~` and variables in it, as botocore expands it.
    func expand(_ path: String) -> String {
        PathExpansion.expand(path, environment: environment, homeDirectory: homeDirectory)
    }
}

extension CredentialContext: CustomReflectable {
    /// Without the environment, which has secrets in it.
    var customMirror: Mirror { Mirror(self, children: ["profile": profile]) }
}
