extension BinaryInteger {
    /// At least so many hexadecimal digits, for the name of a file.
    func hexadecimal(_ width: Int) -> String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
