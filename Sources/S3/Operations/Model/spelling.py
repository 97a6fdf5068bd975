"""How the names of the API's model are spelt in Swift, and text within a line's limit."""
import re

import words

ACRONYMS = ["SSEKMS", "SSE", "KMS", "ACL", "ACP", "MFA", "MD5", "CRC64NVME", "CRC32C", "CRC32", "SHA512", "SHA256",
            "SHA1", "XXHASH128", "XXHASH64", "XXHASH3", "CSV", "JSON", "URI", "ID", "S3", "ETag"]
LIMIT = 120


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
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", operation).lower().replace("objectsv2", "objects_v2")


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
