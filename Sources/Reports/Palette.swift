/// Colours that people with any common form of colour blindness can tell apart.
public enum Palette {
  /// Okabe and Ito's eight colours ("Color Universal Design", 2008): blue, orange, green, vermilion, purple, sky blue,
  /// black, and last yellow, which is pale on white.
  public static let categories = [
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#000000", "#F0E442",
  ]

  /// What stands for a single series.
  static let plain = "#0072B2"
  /// What must stand out from it.
  static let accent = "#D55E00"
  /// Text on the white page.
  static let ink = "#222222"
}
