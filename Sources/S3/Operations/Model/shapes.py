"""Shapes: the structures and words that inputs and outputs are made of."""
import words
from inputs import initialiser
from outputs import ELEMENTS, switch_lines
from spelling import case_name, document, fold

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
