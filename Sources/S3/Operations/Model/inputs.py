"""Inputs: what an operation is asked, and the request that asks it."""
import words
from spelling import LIMIT, boto3_name, member_name

COMPUTABLE = ["crc64nvme", "crc32", "crc32c", "sha256", "sha1"]


def initialiser(name, members, doc):
    taken = [m for m in members if m.is_required and m.name not in words.FALSE]
    optional = [m for m in members if m.is_body]
    order = {"Bucket": 0, "Key": 1}
    taken.sort(key=lambda m: (order.get(m.name, 2), members.index(m)))
    lines = [f"    /// {doc}"]
    if not taken and not optional:
        return lines + ["    public init() {}"]
    arguments = [f"{m.swift}: {m.type}" for m in taken] + [f"{m.swift}: ({m.type})? = nil" for m in optional]
    head = f"    public init({', '.join(arguments)}) {{"
    if len(head) > LIMIT:
        head = "    public init(\n" + ",\n".join("        " + argument for argument in arguments) + "\n    ) {"
    return lines + [head] + [f"        self.{m.swift} = {m.swift}" for m in taken + optional] + ["    }"]


def header_statement(m):
    """How a member goes into a header field."""
    name = m.wire.lower()
    value = m.swift
    if m.is_list:
        return f'call.add("{name}", list: {value}.map(\\.rawValue))'
    if m.type == "ObjectRange":
        return f'try call.add("{name}", range: {value})'
    if m.type == "CopySource":
        return f'call.add("{name}", {value}.headerField)'
    if m.is_enum:
        return f'call.add("{name}", {value}{"" if m.is_required else "?"}.rawValue)'
    if m.kind == "timestamp":
        style = m.reference.get("timestampFormat", m.shape.get("timestampFormat", "rfc822"))
        if m.name == "Expires":
            return 'call.add("expires", expiresString ?? expires?.httpDate)'
        return f'call.add("{name}", {value}?.{"iso8601Seconds" if style == "iso8601" else "httpDate"})'
    if m.kind == "boolean":
        return f'call.add("{name}", boolean: {value})'
    if m.kind == "integer":
        return f'call.add("{name}", number: {value}.map {{ Int64($0) }})'
    if m.kind == "long":
        return f'call.add("{name}", number: {value})'
    return f'call.add("{name}", {value})'


def query_statement(m, operation):
    value = m.swift
    if m.name == "EncodingType" and operation in words.DECODED:
        return f'call.ask("{m.wire}", encodingType?.rawValue ?? "url")'
    if m.is_enum:
        return f'call.ask("{m.wire}", {value}?.rawValue)'
    if m.type == "Key":
        return f'call.ask("{m.wire}", bytes: {value}?.bytes)'
    if m.kind == "timestamp":
        return f'call.ask("{m.wire}", {value}?.httpDate)'
    if m.kind == "boolean":
        return f'call.ask("{m.wire}", {value}.map {{ $0 ? "true" : "false" }})'
    if m.kind == "integer":
        return f'call.ask("{m.wire}", String({value}))' if m.is_required else \
            f'call.ask("{m.wire}", {value}.map {{ String($0) }})'
    return f'call.ask("{m.wire}", {value})'


def call_function(model, operation, members):
    description = model.operations[operation]
    names = {m.name for m in members}
    uri = description["http"]["requestUri"]
    arguments = ""
    if "{Bucket}" in uri:
        arguments += ", bucket: bucket"
    if "{Key+}" in uri:
        arguments += ", key: key"
    lines = [
        "    /// The request before it is signed.",
        "    ///",
        "    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.",
        "    public var operationCall: OperationCall {",
        "        get throws(S3Error) {",
        f'            var call = OperationCall("{operation}", "{description["http"]["method"]}"{arguments})',
    ]
    add = lambda statement: lines.append("            " + statement)
    if operation in words.PATIENCE:
        add(f"call.patience = {words.PATIENCE[operation]}")
    for trait, value in description.get("staticContextParams", {}).items():
        assert value["value"] is True
        add({"UseS3ExpressControlEndpoint": "call.endpoint.usesExpressControlEndpoint = true",
             "DisableS3ExpressSessionAuth": "call.endpoint.disablesExpressSessionAuth = true",
             "DisableAccessPoints": "call.endpoint.disablesAccessPoints = true"}[trait])
    checksum = description.get("httpChecksum", {})
    if "requestAlgorithmMember" in checksum:
        required = "true" if checksum["requestChecksumRequired"] else "false"
        add(f"try call.supportChecksum({member_name(checksum['requestAlgorithmMember'])}, isRequired: {required})")
    if "responseAlgorithms" in checksum:
        kinds = [a.lower() for a in checksum["responseAlgorithms"] if a.lower() in COMPUTABLE]
        add(f"call.checksum.responseAlgorithms = [{', '.join('.' + k for k in kinds)}]")
        add("call.checksum.isAsked = checksumMode == .enabled")
    if "?" in uri:
        for item in uri.split("?")[1].split("&"):
            name, _, value = item.partition("=")
            add(f'call.ask("{name}", "{value}")' if value else f'call.ask("{name}")')
    for m in members:
        if m.location == "querystring":
            add(query_statement(m, operation))
    for m in members:
        if m.name in ("SSECustomerKey", "CopySourceSSECustomerKey"):
            prefix = m.wire[: -len("key")].lower()
            if m.name == "SSECustomerKey":
                add(f'call.add("{prefix}", customerKey: {m.swift}, md5: {m.swift}MD5)')
            else:
                add("call.add(")
                add(f'    "{prefix}", customerKey: {m.swift},')
                add(f"    md5: {m.swift}MD5)")
        elif m.name in ("SSECustomerKeyMD5", "CopySourceSSECustomerKeyMD5"):
            continue
        elif m.name == "ContentLength":
            add("try call.check(contentLength: contentLength, of: body)")
        elif m.location == "header" and m.reference.get("idempotencyToken"):
            add(f'call.add("{m.wire.lower()}", {m.swift} ?? IdempotencyToken.make())')
        elif m.location == "header":
            add(header_statement(m))
        elif m.location == "headers":
            add(f"call.add(metadata: {m.swift})")
    payload = model.shapes[description["input"]["shape"]].get("payload")
    for m in members:
        if m.name != payload:
            continue
        if m.is_body:
            add("call.body = body")
            continue
        namespace = m.reference["xmlNamespace"]["uri"]
        assert namespace == "http://s3.amazonaws.com/doc/2006-03-01/"
        pad = "" if m.is_required else "    "
        if not m.is_required:
            add(f"if let {m.swift} {{")
        add(f'{pad}var document = XMLWriter(namespace: "{namespace}")')
        add(f'{pad}{m.swift}.write(to: &document, as: "{m.wire}")')
        add(f'{pad}call.body = try document.body(of: "{operation}")')
        if not m.is_required:
            add("}")
    add("return call")
    return lines + ["        }", "    }"]


def input_lines(model, operation):
    shape = model.operations[operation]["input"]["shape"]
    members = model.members(shape, "input")
    name = operation + "Input"
    lines = [f"/// What {operation} is asked (boto3: the parameters of `{boto3_name(operation)}`).",
             f"public struct {name}: Sendable {{"]
    for m in members:
        lines += m.declared()
    lines += [""] + initialiser(name, members, "Asks with what is required; the rest is set after.") + ["}", ""]
    lines += [f"extension {name}: Presignable {{"] + call_function(model, operation, members) + ["}"]
    return lines
