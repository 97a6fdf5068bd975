/// What is wrong with settings that a program takes from its user, before anything is made of them.
package enum SettingFlaw {
    /// Nil for what can be a region's name.
    package static func ofRegion(_ text: String) -> String? {
        ConfigurationResolver.isRegion(text) ? nil : "'\(text)' is not the name of a region"
    }

    /// Nil for a URL that can be a server's address; holds no password that is in it.
    package static func ofEndpointURL(_ text: String) -> String? {
        do throws(ConfigurationError) { _ = try EndpointURL(text) } catch { return error.message }
        return nil
    }
}
