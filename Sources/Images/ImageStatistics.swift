/// By which mean and deviation of each channel bytes are normalised.
public enum ImageStatistics: String, Sendable, Codable, Hashable, CaseIterable {
  /// Those that are published for the data set; of a file of one's own, which has no such name, those of its pixels.
  case name
  /// Those of the pixels that were read.
  case data
}
