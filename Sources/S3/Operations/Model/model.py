"""The operations and shapes of S3 in botocore's model of the API."""
import gzip
import json
import os
import re

import botocore

import words
from spelling import document, member_name

assert botocore.__version__ == "1.43.11", "the model is that of botocore 1.43.11"

TYPES = {"integer": "Int", "long": "Int64", "boolean": "Bool", "timestamp": "Instant"}
NOTHING = {"String": '""', "Key": "Key([])", "Int": "0", "Int64": "0", "Bool": "false", "Secret": 'Secret("")',
           "Instant": "Instant(seconds: 0)"}


def load():
    path = os.path.join(botocore.__path__[0], "data", "s3", "2006-03-01")
    with gzip.open(os.path.join(path, "service-2.json.gz")) as file:
        model = json.load(file)
    with open(os.path.join(path, "service-2.sdk-extras.json")) as file:
        for shape, change in json.load(file)["merge"]["shapes"].items():
            model["shapes"][shape].update(change)
    return model


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
