extension String {
  /// The text with blanks for line ends, which quoted input can bring into a message.
  package var onOneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }

  /// The text without blanks at its ends.
  package var trimmed: String {
    var text = self[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
