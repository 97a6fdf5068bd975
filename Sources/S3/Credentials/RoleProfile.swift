/// Profiles with `role_arn`, followed to where their credentials come from.
enum RoleProfile {
    /// Where the first credentials come from.
    enum Source: Sendable, Hashable {
        case profile(String)
        case environment
        case container
        case instanceMetadata

        /// As the profile has it.
        var name: String {
            switch self {
            case .profile(let name): name
            case .environment: "Environment"
            case .container: "EcsContainer"
            case .instanceMetadata: "Ec2InstanceMetadata"
            }
        }
    }

    /// The roles from the profile in force inwards, and what the innermost is assumed by.
    struct Path: Sendable, Hashable {
        var roles: [SecurityTokenService.Role] = []
        var source: Source
    }

    /// Whether a profile is one for `AssumeRole`; with a web identity it is for the other call.
    static func isRole(_ profile: INIFile.Section) -> Bool {
        profile.text("role_arn") != nil && profile.text("web_identity_token_file") == nil
    }

    /// - Throws: `CredentialError` when the profiles make no sense, name each other in a circle, or want a code typed.
    static func path(
        from profile: String, in shared: SharedConfiguration, provider: String
    ) throws(CredentialError) -> Path {
        func failure(_ reason: String) -> CredentialError { CredentialError(provider: provider, message: reason) }
        var path = Path(source: .environment)
        var visited = [profile]
        var name = profile
        while let section = shared.profile(name), let arn = section.text("role_arn") {
            let source = section.text("source_profile")
            let credentialSource = section.text("credential_source")
            if section.text("mfa_serial") != nil {
                throw failure(
                    "the profile '\(name)' has mfa_serial, and there is nobody here to type its code: get credentials by "
                        + "'aws sts assume-role --serial-number ... --token-code ...' and put them into the environment, "
                        + "or give another profile credential_process = a program that asks for the code"
                )
            }
            path.roles.append(role(section, arn))
            switch (source, credentialSource) {
            case (_?, _?):
                throw failure("the profile '\(name)' has source_profile and credential_source; remove one of them")
            case (nil, nil):
                throw failure(
                    "the profile '\(name)' has role_arn and neither source_profile nor credential_source; write one of them"
                )
            case (nil, let kind?):
                switch kind {
                case "Environment": path.source = .environment
                case "EcsContainer": path.source = .container
                case "Ec2InstanceMetadata": path.source = .instanceMetadata
                default:
                    throw failure(
                        "credential_source = \(kind) of the profile '\(name)' is none: "
                            + "write Environment, EcsContainer or Ec2InstanceMetadata"
                    )
                }
                return path
            case (let next?, nil):
                guard let target = shared.profile(next) else {
                    throw failure("the source_profile '\(next)' of the profile '\(name)' does not exist")
                }
                let hasKeys = ["aws_access_key_id", "aws_secret_access_key"].contains { target.text($0) != nil }
                // A profile may name itself where it has the keys, too.
                if visited.contains(next), next != name || !hasKeys {
                    let circle = (visited + [next]).joined(separator: "' -> '")
                    throw failure("the profiles '\(circle)' have each other as source_profile")
                }
                visited.append(next)
                guard isRole(target), !hasKeys else {
                    path.source = .profile(next)
                    return path
                }
                name = next
            }
        }
        return path
    }

    private static func role(_ section: INIFile.Section, _ arn: String) -> SecurityTokenService.Role {
        SecurityTokenService.Role(
            arn: arn, sessionName: section.text("role_session_name"), externalID: section.text("external_id"),
            // One that is no number is left out, as in botocore.
            durationSeconds: section.text("duration_seconds").flatMap { Int($0.trimmed) }
        )
    }
}
