/// What a host's name says about itself.
enum HostName {
    /// Four numbers with dots, whatever their size, as botocore looks at it.
    static func isIPv4(_ host: String) -> Bool {
        let parts = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.count)
                    && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            }
    }

    /// Letters, digits and hyphens between two dots.
    static func isLabel(_ label: some BidirectionalCollection<UInt8>) -> Bool {
        guard (1...63).contains(label.count), label.first != UInt8(ascii: "-"), label.last != UInt8(ascii: "-")
        else { return false }
        return label.allSatisfy { isLabelByte($0) }
    }

    /// Whether the text is a label, or, where dots are allowed, labels with dots between them.
    static func isLabel(_ text: String, allowingDots: Bool) -> Bool {
        guard allowingDots else { return isLabel(text.utf8) }
        return text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
            isLabel($0)
        }
    }

    /// Whether the byte can be part of a label.
    static func isLabelByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// An address instead of a name: nothing can be put in front of it.
    static func isAddress(_ host: String) -> Bool {
        host.hasPrefix("[") || isIPv4(host)
    }
}
