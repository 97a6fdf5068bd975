"""Outputs: what an operation answers, read from header fields and XML."""
import words
from spelling import boto3_name, fold, member_name

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


def switch_lines(members, is_decoded, node, indent):
    pad = " " * indent
    lines = [f"{pad}for child in {node}.children {{", f"{pad}    switch child.name {{"]
    for m in members:
        lines.append(f"{pad}    case .{element_name(m.wire)}: {node_statements(m, is_decoded(m))[0]}")
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
