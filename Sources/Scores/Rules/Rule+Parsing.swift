extension Rule {
  /// Reads the name of a published rule, or a sum of terms: `log parameters + 0.5 log jacov + regions`.
  ///
  /// - Throws: ``StudyError`` that says where the rule ceases to be one.
  public init(parsing text: String) throws {
    if let published = Self.published(named: text) {
      self = published.rule
      return
    }
    var terms: [Term] = []
    var place = 1
    for part in text.split(separator: "+", omittingEmptySubsequences: false) {
      func failure(_ reason: String) -> StudyError {
        StudyError(
          .usage,
          "the rule '\(text)', character \(place): \(reason); write terms like 'log jacov' or '0.5 log jacov' (log, rank, z, penalty) with + between them, or one of \(Self.published.map(\.name).joined(separator: ", "))"
        )
      }
      var words = part.split(separator: " ").map(String.init)
      guard !words.isEmpty else { throw failure("a term is missing") }
      var term = Term(.rank)
      if let weight = Double(words[0]) {
        guard weight.isFinite && weight != 0 else { throw failure("'\(words[0])' is no weight") }
        term.weight = weight
        words.removeFirst()
      }
      if let form = words.first.flatMap(Term.Form.init(rawValue:)) {
        term.form = form
        words.removeFirst()
      }
      guard words.count == 1 else {
        throw failure(words.isEmpty ? "a metric is missing" : "'\(words.joined(separator: " "))' is not one metric")
      }
      term.metrics = words[0].split(separator: ">").map { $0 == "params" ? "parameters" : String($0) }
      terms.append(term)
      place += part.count + 1
    }
    self.init(terms)
  }
}
