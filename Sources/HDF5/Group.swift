/// A group: named links to datasets and further groups.
public struct Group: LinkContainer {
  /// Where it is.
  public let location: Location
}
