/// The services that give credentials: STS, IAM Identity Center, a container's and an instance's.
enum ExampleServices {
    private static let end = "2099-01-01T00:00:00Z"

    /// Nil for a request of S3.
    static func answer(_ request: ExampleRequest) -> ExampleResponse? {
        switch request.path {
        case "/" where request.method == "POST":
            let form = ExampleRequest.form(request.text[...])
            guard let action = form["Action"] else { return nil }
            let name = form["RoleArn"]?.split(separator: "/").last.map(String.init) ?? ""
            return ExampleResponse(
                xml: "<\(action)Response><\(action)Result><Credentials><AccessKeyId>role-\(name)</AccessKeyId>"
                    + "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
                    + "<Expiration>\(end)</Expiration></Credentials></\(action)Result></\(action)Response>")
        case "/federation/credentials":
            return json(
                "{\"roleCredentials\": {\"accessKeyId\": \"sso-\(request.query["role_name"] ?? "")\", "
                    + "\"secretAccessKey\": \"s\", \"sessionToken\": \"t\", \"expiration\": 4070908800000}}")
        case "/container-credentials":
            return json(
                "{\"AccessKeyId\": \"container\", \"SecretAccessKey\": \"s\", \"Token\": \"t\", "
                    + "\"Expiration\": \"\(end)\"}")
        case "/latest/api/token": return ExampleResponse(body: Array("token".utf8))
        case "/latest/meta-data/iam/security-credentials/": return ExampleResponse(body: Array("role".utf8))
        case "/latest/meta-data/iam/security-credentials/role":
            return json(
                "{\"Code\": \"Success\", \"AccessKeyId\": \"instance\", \"SecretAccessKey\": \"s\", "
                    + "\"Token\": \"t\", \"Expiration\": \"\(end)\"}")
        default: return nil
        }
    }

    private static func json(_ text: String) -> ExampleResponse {
        ExampleResponse(200, ["content-type": "application/json"], body: Array(text.utf8))
    }
}
