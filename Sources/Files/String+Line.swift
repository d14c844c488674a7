extension String {
  /// The text with blanks for line ends, which quoted input can bring into a message.
  package var onOneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }

  /// The text without blanks at its ends, a tab, a no-break space and a byte order mark among them.
  package var trimmed: String {
    func isBlank(_ character: Character) -> Bool { character.isWhitespace || character == "\u{FEFF}" }
    var text = self[...]
    while let first = text.first, isBlank(first) { text.removeFirst() }
    while let last = text.last, isBlank(last) { text.removeLast() }
    return String(text)
  }

  /// Whether there is nothing but blanks.
  package var isBlank: Bool { utf8.isEmpty || trimmed.isEmpty }
}
