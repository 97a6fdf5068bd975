/// Requests of services that speak JSON, and the errors in their answers.
enum ServiceJSON {
    /// A request without a signature.
    static func request(
        _ method: String, _ path: String, _ endpoint: ServiceEndpoint, _ service: ServiceEndpoint.Service,
        region: String?, provider: String
    ) throws(CredentialError) -> HTTPRequest {
        var resolved: ResolvedEndpoint
        do throws(ConfigurationError) {
            resolved = try endpoint.resolve(service, region: region)
        } catch {
            throw CredentialError(provider: provider, message: error.message)
        }
        resolved.path += (resolved.path.hasSuffix("/") ? "" : "/") + path
        var request = HTTPRequest(method: method, endpoint: resolved)
        if method == "POST" { request.headers.append(("content-type", "application/json")) }
        return request
    }

    /// What an answer that is no success says: code and message, which hold no secret.
    static func reason(_ response: HTTPResponse) -> String {
        let object = JSONValue(response.body)?.object ?? [:]
        let named = response["x-amzn-errortype"] ?? object["__type"]?.text ?? object["error"]?.text
        let code = named.map { String($0.prefix { $0 != ":" }.split(separator: "#").last ?? "") }
        let message = object["message"]?.text ?? object["Message"]?.text ?? object["error_description"]?.text
        return (code ?? "status \(response.status)") + (message.map { ": \($0.prefix(500))" } ?? "")
    }
}
