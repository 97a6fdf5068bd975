#!/usr/bin/env python3
"""Writes the inputs, outputs and methods of S3's operations from botocore's model of the API.

    generate.py [DIRECTORY]

Writes `Sources/S3/Operations/Generated`, or DIRECTORY, anew. The same model gives the same files, byte for byte.
"""
import os
import shutil
import sys

import words
from inputs import input_lines
from model import Model
from outputs import element_name, output_lines
from shapes import element_lines, structure_lines, word_lines
from spelling import LIMIT, boto3_name, document, method_name, wrap

HEADER = "// Written by Operations/Model/generate.py from the model of the API; edits are lost."


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
