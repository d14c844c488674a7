extension String {
  /// The word that differs least from this one, if it is near enough to have been meant: fewer edits than half its letters.
  ///
  /// Edits are insertions, deletions and exchanges of a letter (Levenshtein, 1966); case and `-` against `_` do not count.
  package func nearest(among words: [String]) -> String? {
    let own = spellingIgnored
    let ranked = words.map { (word: $0, edits: own.edits(to: $0.spellingIgnored)) }
    guard let best = ranked.min(by: { $0.edits < $1.edits }), 2 * best.edits < max(best.word.count, 2) else {
      return nil
    }
    return best.word
  }

  /// What to say of a word that is none of those there are: `there is no metric 'kapa'; did you mean 'kappa'? there are kappa, regions`.
  package func isUnknown(as kind: String, among words: [String]) -> String {
    let guess = nearest(among: words).map { "did you mean '\($0)'? " } ?? ""
    return "there is no \(kind) '\(self)'; \(guess)there are \(words.joined(separator: ", "))"
  }

  private var spellingIgnored: [Character] { Array(lowercased().replacing("-", with: "_")) }
}

extension [Character] {
  fileprivate func edits(to other: [Character]) -> Int {
    var row = Array<Int>(0...other.count)
    for (place, letter) in enumerated() {
      var diagonal = row[0]
      row[0] = place + 1
      for (column, wanted) in other.enumerated() {
        let exchanged = diagonal + (letter == wanted ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = Swift.min(exchanged, row[column] + 1, diagonal + 1)
      }
    }
    return row[other.count]
  }
}
