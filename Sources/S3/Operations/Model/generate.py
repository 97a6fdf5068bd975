#!/usr/bin/env python3
"""Writes the inputs, outputs and methods of S3's operations from botocore's model of the API.

    generate.py [DIRECTORY]

Writes `Sources/S3/Operations/Generated`, or DIRECTORY, anew. The same model gives the same files, byte for byte.
"""
import gzip
import json
import os
import re
import shutil
import sys

import botocore

import words

assert botocore.__version__ == "1.43.11", "the model is that of botocore 1.43.11"

ACRONYMS = ["SSEKMS", "SSE", "KMS", "ACL", "ACP", "MFA", "MD5", "CRC64NVME", "CRC32C", "CRC32", "SHA512", "SHA256",
            "SHA1", "XXHASH128", "XXHASH64", "XXHASH3", "CSV", "JSON", "URI", "ID", "S3", "ETag"]
TYPES = {"integer": "Int", "long": "Int64", "boolean": "Bool", "timestamp": "Instant"}
NOTHING = {"String": '""', "Key": "Key([])", "Int": "0", "Int64": "0", "Bool": "false", "Secret": 'Secret("")',
           "Instant": "Instant(seconds: 0)"}
COMPUTABLE = ["crc64nvme", "crc32", "crc32c", "sha256", "sha1"]
LIMIT = 120


def load():
    path = os.path.join(botocore.__path__[0], "data", "s3", "2006-03-01")
    with gzip.open(os.path.join(path, "service-2.json.gz")) as file:
        model = json.load(file)
    with open(os.path.join(path, "service-2.sdk-extras.json")) as file:
        for shape, change in json.load(file)["merge"]["shapes"].items():
            model["shapes"][shape].update(change)
    return model


def split(name):
    """The words of a name in capitals: `SSEKMSKeyId` is SSE, KMS, Key, Id."""
    return re.findall("|".join(ACRONYMS) + "|[A-Z][a-z0-9]*|[a-z0-9]+|[A-Z]+(?![a-z])", name)


def member_name(name):
    """`VersionId` is `versionID`, `ETag` is `eTag`, `ACL` is `acl`."""
    if name in words.MEMBERS:
        return words.MEMBERS[name]
    parts = [{"Id": "ID", "Arn": "ARN"}.get(part, part) for part in split(name)]
    first = "eTag" if parts[0] == "ETag" else parts[0].lower()
    return first + "".join(parts[1:])


def method_name(operation):
    return operation[0].lower() + operation[1:]


def boto3_name(operation):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", operation).lower().replace("_v2", "_v2").replace("objectsv2", "objects_v2")


def case_name(word):
    if word in words.CASES:
        name = words.CASES[word]
    else:
        parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+|[0-9]+", word)
        if word.upper() == word and "_" not in word:
            parts = [word]
        name = parts[0].lower() + "".join(part[0].upper() + part[1:].lower() for part in parts[1:])
    return f"`{name}`" if name in words.KEYWORDS else name


def wrap(text, indent):
    """A documentation comment of lines within the limit."""
    prefix = " " * indent + "///"
    lines, line = [], prefix
    for word in text.split(" "):
        if len(line) + 1 + len(word) > LIMIT:
            lines.append(line)
            line = prefix
        line += " " + word
    return lines + [line]


def document(text, boto3, indent):
    """A documentation comment: a sentence that names boto3's word, then the rest."""
    summary, _, rest = text.partition(". ")
    lines = wrap(f"{summary.rstrip('.')} (boto3: `{boto3}`).", indent)
    if rest:
        lines += [" " * indent + "///"] + wrap(rest, indent)
    return lines


class Member:
    """One member of a structure, and how it is spelt, sent and read."""

    def __init__(self, model, owner, name, reference, role, required):
        self.model, self.owner, self.name, self.reference, self.role = model, owner, name, reference, role
        self.shape_name = reference["shape"]
        self.shape = model.shapes[self.shape_name]
        self.kind = self.shape["type"]
        self.location = reference.get("location")
        self.wire = reference.get("locationName", name)
        self.swift = member_name(name)
        self.is_enum = self.kind == "string" and "enum" in self.shape
        self.is_required = required or (owner, name) in words.PLAIN
        self.is_attribute = reference.get("xmlAttribute", False)
        self.type = self.find_type()
        self.is_list, self.is_map = self.kind == "list", self.kind == "map"
        self.is_body = self.kind == "blob"
        self.is_prefixes = self.is_list and self.shape["member"]["shape"] == "CommonPrefix"

    def find_type(self):
        if self.kind == "list":
            return f"[{self.element_type()}]"
        if self.kind == "map":
            return "[String: String]"
        if self.kind == "blob":
            return "any RequestBody" if self.role == "input" else "ObjectBody"
        if self.kind == "structure" or self.is_enum:
            return self.model.type_name(self.shape_name)
        if self.kind == "string":
            if self.name in ("SSECustomerKey", "CopySourceSSECustomerKey"):
                return "EncryptionKey"
            if self.shape_name == "SessionCredentialValue":
                return "Secret"
            if self.name == "CopySource":
                return "CopySource"
            if self.name in ("Range", "CopySourceRange") and self.role == "input":
                return "ObjectRange"
            if (self.owner, self.name) in words.TEXT_MEMBERS:
                return "String"
            if self.shape_name in words.KEY_SHAPES or (self.owner, self.name) in words.KEY_MEMBERS:
                return "Key"
            return "String"
        return TYPES[self.kind]

    def element_type(self):
        element = self.shape["member"]["shape"]
        if element == "CommonPrefix":
            return "Key"
        shape = self.model.shapes[element]
        if shape["type"] == "structure" or "enum" in shape:
            return self.model.type_name(element)
        return "String"

    @property
    def is_flattened(self):
        return self.shape.get("flattened", False)

    @property
    def item_wire(self):
        return self.shape["member"].get("locationName", "member")

    @property
    def is_optional_list(self):
        """A list that may be left out or be empty, which is not the same where it is sent as XML."""
        return self.is_list and self.location is None and self.role != "output" and not self.is_required

    def declaration(self):
        """Type and initial value; the value is missing where the initialiser takes one."""
        if self.is_list and not self.is_optional_list:
            return f": {self.type}" if self.is_required and self.role != "output" else f": {self.type} = []"
        if self.is_map:
            return f": {self.type} = [:]"
        if self.is_body:
            return f": ({self.type})?" if self.role == "input" else f": {self.type}"
        if self.name in words.FALSE:
            return ": Bool = false"
        if self.is_required:
            if self.role == "input" or self.role == "both":
                return f": {self.type}"
            if self.is_enum:
                return f": {self.type} = \"\""
            if self.kind == "structure":
                return f" = {self.type}()"
            return f" = {NOTHING[self.type]}" if self.type not in ("Int", "Int64", "Bool", "String") \
                else f": {self.type} = {NOTHING[self.type]}"
        if self.kind == "structure" and self.role == "output" and self.is_payload:
            return f" = {self.type}()"
        return f": {self.type}?"

    is_payload = False

    @property
    def nothing(self):
        if self.is_list:
            return "[]"
        if self.is_enum:
            return '""'
        if self.kind == "structure":
            return f"{self.type}()"
        return NOTHING[self.type]

    def docs(self):
        for key in (f"{self.owner}.{self.name}", f"{self.role_of_owner}.{self.name}", self.name):
            if key in words.DOCS:
                text = words.DOCS[key]
                break
        else:
            match = re.match("Checksum(.*)", self.name)
            text = words.CHECKSUM_DOC.format(name={
                "CRC32": "CRC-32", "CRC32C": "CRC-32C", "CRC64NVME": "CRC-64/NVME", "SHA1": "SHA-1",
                "SHA256": "SHA-256", "SHA512": "SHA-512", "MD5": "MD5", "XXHASH64": "XXH64", "XXHASH3": "XXH3",
                "XXHASH128": "XXH128"}[match[1]])
        return document(text, self.name, 4)

    @property
    def role_of_owner(self):
        return "request" if self.owner.endswith("Request") else ""

    def declared(self):
        lines = self.docs() + [f"    public var {self.swift}{self.declaration()}"]
        if self.name == "Expires":
            text = ", in place of `expires`" if self.role == "input" else ""
            lines += document(f"The `Expires` field as it is written{text}.", "ExpiresString", 4)
            lines.append("    public var expiresString: String?")
        return lines


class Model:
    def __init__(self):
        raw = load()
        self.operations, self.shapes = raw["operations"], raw["shapes"]
        self.sent, self.read = set(), set()
        for operation in words.OPERATIONS:
            for key, into in (("input", self.sent), ("output", self.read)):
                if key in self.operations[operation]:
                    self.walk(self.operations[operation][key]["shape"], into)

    def walk(self, name, into):
        if name in into:
            return
        into.add(name)
        shape = self.shapes[name]
        for reference in list(shape.get("members", {}).values()) + [shape[k] for k in ("member", ) if k in shape]:
            self.walk(reference["shape"], into)

    def type_name(self, shape):
        return words.SHAPES.get(shape, shape)

    def members(self, shape_name, role):
        shape = self.shapes[shape_name]
        required = shape.get("required", [])
        members = [Member(self, shape_name, name, reference, role, name in required)
                   for name, reference in shape["members"].items()]
        for member in members:
            member.is_payload = member.name == shape.get("payload")
        return members

    def role(self, shape):
        if shape in self.sent and shape in self.read:
            return "both"
        return "input" if shape in self.sent else "output"


# MARK: Inputs


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


# MARK: Outputs


def value_of(m, text, node=None):
    """A member's value from `text`, an expression of type String; or from a node of XML."""
    if m.is_enum:
        return f"{m.type}(rawValue: {text})"
    if m.type == "Secret":
        return f"Secret({text})"
    if m.kind == "string":
        return text
    if m.kind == "boolean":
        return f'{text} == "true"'
    if m.kind == "timestamp":
        return f"Instant(text: {text})"
    return f"{m.type}({text})"


def assignment(m, expression, is_failable):
    if is_failable and m.is_required:
        expression += f" ?? {m.nothing}"
    return f"{m.swift} = {expression}"


def node_statements(m, decoded):
    """The case of the switch over an element's children that reads a member."""
    failable = m.kind in ("integer", "long", "timestamp")
    if m.is_prefixes:
        return [f"{m.swift} += child.children(.prefix).map {{ $0.encodedKey }}"] if decoded else \
            [f"{m.swift} += child.children(.prefix).map {{ $0.key }}"]
    if m.is_list:
        element = m.shape["member"]["shape"]
        shape = m.model.shapes[element]
        kind = m.element_type()
        item = (lambda node: f"{kind}({node})") if shape["type"] == "structure" else \
            (lambda node: f"{kind}(rawValue: {node}.text)")
        if m.is_flattened:
            return [f"{m.swift}.append({item('child')})"]
        return [f"{m.swift} = child.children.map {{ {item('$0')} }}"]
    if m.kind == "structure":
        return [f"{m.swift} = {m.type}(child)"]
    if m.type == "Key":
        return [f"{m.swift} = child.{'encodedKey' if decoded else 'key'}"]
    if failable:
        kind = {"timestamp": "instant", "integer": "integer", "long": "long"}[m.kind]
        return [assignment(m, f"child.{kind}", True)]
    text = "child.encodedText" if decoded else "child.text"
    return [assignment(m, value_of(m, text), failable)]


def element_of(m):
    return m.wire if not m.is_list or m.is_flattened else m.wire


def switch_lines(members, is_decoded, node, indent):
    pad = " " * indent
    lines = [f"{pad}for child in {node}.children {{", f"{pad}    switch child.name {{"]
    for m in members:
        lines.append(f"{pad}    case .{element_name(element_of(m))}: {node_statements(m, is_decoded(m))[0]}")
    return lines + [f"{pad}    default: break", f"{pad}    }}", f"{pad}}}"]


ELEMENTS = {}


def element_name(wire):
    name = "xsiType" if wire == "xsi:type" else member_name(wire)
    assert ELEMENTS.setdefault(name, wire) == wire, (name, wire)
    return f"`{name}`" if name in words.KEYWORDS else name


def output_lines(model, operation):
    description = model.operations[operation]
    shape = description.get("output", {}).get("shape")
    members = model.members(shape, "output") if shape else []
    name = operation + "Output"
    body = [m for m in members if m.is_body]
    lines = [f"/// What {operation} answers (boto3: the answer of `{boto3_name(operation)}`).",
             f"public struct {name}: Sendable {{"]
    for m in members:
        lines += m.declared()
    lines += ["    /// Status, request id and header fields (boto3: `ResponseMetadata`).",
              "    public var responseMetadata = ResponseMetadata()", ""]
    if body:
        lines += ["    /// An answer with nothing but bytes, for tests.",
                  "    public init(body: ObjectBody) { self.body = body }", "}", ""]
    else:
        lines += ["    /// An empty answer, for tests.", "    public init() {}", "}", ""]
    lines += [f"extension {name} {{"]
    arguments = f"_ answer: HTTPResponse, to input: {operation}Input" + (", body: ObjectBody" if body else "")
    lines += ["    /// - Throws: `S3Error` `.malformedAnswer`.", f"    init({arguments}) throws(S3Error) {{",
              "        self.init(body: body)" if body else "        self.init()",
              "        responseMetadata = ResponseMetadata(answer)"]
    lines += header_lines([m for m in members if m.location in ("header", "headers")])
    inside = [m for m in members if m.location is None and not m.is_body]
    decoded = words.DECODED.get(operation, set())
    # botocore decodes nested keys only where it decodes at all; the tree knows whether to.
    is_decoded = lambda m: m.name in decoded or (operation in words.DECODED and m.is_prefixes)
    payload = [m for m in inside if m.is_payload]
    nothing = "return"
    if operation in words.SETTLED:
        nothing = "try settle(answer, input)\n            return"
    elif any(m.is_required and m.kind == "structure" for m in inside):
        nothing = f'throw S3Client.malformed("{operation}", "the answer is empty")'
    if operation == "GetBucketLocation":
        lines += ['        guard let root = try XMLTree.read(answer, "GetBucketLocation"), !root.text.isEmpty else { return }',
                  "        locationConstraint = BucketLocationConstraint(rawValue: root.text)"]
    elif payload:
        lines += guard_lines(operation, nothing) + [
                  f"        {payload[0].swift} = {payload[0].type}(root)"]
    elif inside:
        root = words.ROOTS.get(operation)
        if operation in words.DECODED:
            lines += ["        let isDecoded = input.encodingType == nil",
                      f'        let root = try XMLTree.readListing(answer, "{operation}", root: .{element_name(root)}, isDecoded: isDecoded)']
        elif root:
            lines += [f'        let root = try XMLTree.read(answer, "{operation}", root: .{element_name(root)})']
        else:
            lines += guard_lines(operation, nothing)
        lines += switch_lines(inside, is_decoded, "root", 8)
        for m in inside:
            if m.is_required and m.kind == "structure":
                lines += [f"        guard root.children.contains(where: {{ $0.name == .{element_name(m.wire)} }}) else {{",
                          f'            throw S3Client.malformed("{operation}", "the answer has no {m.wire}")', "        }"]
    if operation in words.SETTLED:
        lines += [f"        try settle({'root' if operation in words.DECODED else 'answer'}, input)"]
    return fold(lines + ["    }", "}"])


def guard_lines(operation, nothing):
    """Reads the document; without one there is `nothing` to do."""
    start = f'        guard let root = try XMLTree.read(answer, "{operation}") else {{'
    if nothing == "return":
        return [start + " return }"]
    return [start, "            " + nothing, "        }"]


def header_lines(members):
    if not members:
        return []
    maps = [m for m in members if m.is_map]
    by_length = {}
    for m in members:
        if not m.is_map:
            by_length.setdefault(len(m.wire), []).append(m)
    # The first of several fields of a name counts.
    lines = ["        for (name, value) in answer.headers.reversed() {", "            switch name.utf8.count {"]
    for length in sorted(by_length):
        group = by_length[length]
        lines.append(f"            case {length}:")
        for index, m in enumerate(group):
            failable = m.kind in ("integer", "long", "timestamp")
            test = "if" if index == 0 else "} else if"
            lines.append(f'                {test} name == "{m.wire.lower()}" {{')
            lines.append(f"                    {assignment(m, value_of(m, 'value'), failable)}")
            if m.name == "Expires":
                lines.append("                    expiresString = value")
        lines.append("                }")
    lines += ["            default: break", "            }"]
    for m in maps:
        lines += [f'            if name.hasPrefix("{m.wire}") {{',
                  f"                {m.swift}[String(name.dropFirst({len(m.wire)}))] = value", "            }"]
    return lines + ["        }"]


# MARK: Shapes


def structure_lines(model, shape):
    role = model.role(shape)
    members = model.members(shape, role)
    name = model.type_name(shape)
    lines = document(words.SHAPE_DOCS[shape], shape, 0) + [f"public struct {name}: Sendable, Hashable {{"]
    for m in members:
        lines += m.declared()
    if members:
        lines.append("")
    if role == "output":
        lines += ["    /// Nothing, to be filled in: for tests.", "    public init() {}", "}"]
    else:
        lines += initialiser(name, members, "Takes what is required; the rest is set after.") + ["}"]
    if shape in model.sent:
        lines += ["", f"extension {name} {{"] + write_function(model, shape, members) + ["}"]
    if shape in model.read:
        lines += ["", f"extension {name} {{"] + read_function(shape, members, role) + ["}"]
    return fold(lines)


def write_function(model, shape, members):
    namespace = model.shapes[shape].get("xmlNamespace")
    lines = ["    /// Writes an element.", "    func write(to document: inout XMLWriter, as tag: String) {"]
    attributes = ""
    if namespace:
        attributes += f' xmlns:{namespace["prefix"]}=\\"{namespace["uri"]}\\"'
    if attributes or any(m.is_attribute for m in members):
        lines.append(f'        document.open(tag, attributes: "{attributes}")')
    else:
        lines.append("        document.open(tag)")
    for m in members:
        if m.is_attribute:
            lines.append(f'        document.attribute("{m.wire}", {m.swift}.rawValue)')
    for m in members:
        if not m.is_attribute:
            lines += ["        " + line for line in write_lines(m)]
    return lines + ["        document.close(tag)", "    }"]


def write_lines(m):
    if m.is_list:
        structured = m.model.shapes[m.shape["member"]["shape"]]["type"] == "structure"
        item = lambda name: f'item.write(to: &document, as: "{name}")' if structured else \
            f'document.element("{name}", item.rawValue)'
        if m.is_flattened:
            source = f"{m.swift} ?? []" if m.is_optional_list else m.swift
            return [f"for item in {source} {{ {item(m.wire)} }}"]
        inner = [f'document.open("{m.wire}")', f"for item in {m.swift} {{ {item(m.item_wire)} }}",
                 f'document.close("{m.wire}")']
        if m.is_optional_list:
            return [f"if let {m.swift} {{"] + ["    " + line for line in inner] + ["}"]
        return inner
    if m.kind == "structure":
        statement = f'{m.swift}.write(to: &document, as: "{m.wire}")'
    else:
        value = m.swift
        if m.is_enum:
            value += ".rawValue"
        elif m.type == "Key":
            value += ".bytes"
        elif m.kind == "timestamp":
            style = m.reference.get("timestampFormat", m.shape.get("timestampFormat", "iso8601"))
            value += ".httpDate" if style == "rfc822" else ".iso8601"
        elif m.kind == "boolean":
            value += ' ? "true" : "false"'
        elif m.kind in ("integer", "long"):
            value = f"String({value})"
        statement = f'document.element("{m.wire}", {value})'
    if m.is_required:
        return [statement]
    if len(statement) > 70:
        return [f"if let {m.swift} {{", "    " + statement, "}"]
    return [f"if let {m.swift} {{ {statement} }}"]


def read_function(shape, members, role):
    lines = ["    /// Reads an element.", "    init(_ element: XMLNode) {"]
    if role == "output":
        lines.append("        self.init()")
    else:
        taken = [m for m in members if m.is_required]
        lines.append("        self.init(" + ", ".join(f"{m.swift}: {m.nothing}" for m in taken) + ")")
    return lines + switch_lines(members, lambda m: (shape, m.name) in words.DECODED_SHAPES, "element", 8) + ["    }"]


def fold(lines):
    """Breaks the few statements that are too long."""
    result = []
    for line in lines:
        if len(line) > LIMIT:
            indent = len(line) - len(line.lstrip())
            if " else { return }" in line:
                line = line.replace(" else { return }", "\n" + " " * indent + "else { return }")
            elif ".readListing(" in line:
                head, tail = line.split("readListing(", 1)
                line = head + "readListing(\n" + " " * (indent + 4) + tail
        result += line.split("\n")
    return result


def word_lines(model, shapes):
    """An open enumeration of one or more shapes that are the same."""
    name = model.type_name(shapes[0])
    values = []
    for shape in shapes:
        values += [value for value in model.shapes[shape]["enum"] if value not in values]
    doc = words.SHAPE_DOCS[next(shape for shape in shapes if shape in words.SHAPE_DOCS)]
    lines = document(f"{doc} Any other word can be asked for and is kept.", shapes[0], 0)
    lines += [f"public struct {name}: APIWord {{", "    /// The word as the API writes it.",
              "    public let rawValue: String", "",
              "    /// Takes any word.",
              "    public init(rawValue: String) { self.rawValue = rawValue }", ""]
    for value in values:
        lines += [f"    /// `{value}`.", f'    public static let {case_name(value)} = {name}(rawValue: "{value}")']
    return lines + ["}"]


def element_lines():
    lines = ["/// The names of the elements that answers are made of.", "enum ElementName: String, Sendable {"]
    lines += ["    /// Any other.", '    case unknown = ""']
    for name in sorted(ELEMENTS):
        spelt = f"`{name}`" if name in words.KEYWORDS else name
        lines.append(f"    case {spelt}" if name == ELEMENTS[name] else f'    case {spelt} = "{ELEMENTS[name]}"')
    return lines + ["}"]


def method_lines(operation):
    lines = ["extension S3Client {"]
    lines += document(words.OPERATION_DOCS[operation], boto3_name(operation), 4)
    lines += ["    ///"] + wrap(words.OPERATION_NOTES.get(operation, "One request."), 4) + ["    ///"]
    errors = wrap("- Throws: " + words.OPERATION_ERRORS.get(operation, "`S3Error`."), 4)
    lines += errors[:1] + [line.replace("/// ", "///   ", 1) for line in errors[1:]]
    if not operation.startswith(("Get", "List")):
        lines.append("    @discardableResult")
    head = f"    public func {method_name(operation)}(_ input: {operation}Input) async throws(S3Error) -> {operation}Output {{"
    if len(head) > LIMIT:
        head = f"    public func {method_name(operation)}(\n        _ input: {operation}Input\n    ) async throws(S3Error) -> {operation}Output {{"
    return lines + [head, f"        try {operation}Output(await pipeline.send(try input.operationCall), to: input)", "    }", "}"]


HEADER = "// Written by Operations/Model/generate.py from the model of the API; edits are lost."


def main(directory):
    if os.path.isdir(directory):
        shutil.rmtree(directory)
    model = Model()

    def write(folder, name, lines):
        path = os.path.join(directory, folder)
        os.makedirs(path, exist_ok=True)
        with open(os.path.join(path, name + ".swift"), "w") as file:
            file.write("\n".join([HEADER, ""] + lines) + "\n")

    tops = set()
    for operation in words.OPERATIONS:
        tops |= {model.operations[operation][k]["shape"] for k in ("input", "output") if k in model.operations[operation]}
        lines = input_lines(model, operation) + [""] + output_lines(model, operation)
        if operation not in words.HAND_WRITTEN:
            lines += [""] + method_lines(operation)
        write("Operations", operation, lines)
    enumerations = {}
    for shape in sorted(model.sent | model.read):
        description = model.shapes[shape]
        if description["type"] == "structure" and shape not in tops and shape != "CommonPrefix":
            write("Shapes", model.type_name(shape), structure_lines(model, shape))
        elif "enum" in description:
            enumerations.setdefault(model.type_name(shape), []).append(shape)
    for name, shapes in enumerations.items():
        # The shape with the most words first: it names the type.
        shapes.sort(key=lambda shape: (-len(model.shapes[shape]["enum"]), shape != name, shape))
        write("Words", name, word_lines(model, shapes))
    element_name("Prefix"), element_name("EncodingType")
    write("Shapes", "ElementName", element_lines())


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, "..", "Generated"))
