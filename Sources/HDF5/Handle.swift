import CHDF5

/// Owns one identifier of the C library and closes it when the last reference goes.
///
/// The identifier is mutable only to be closed early; it is read and written under the library's lock, hence `@unchecked`.
final class Handle: @unchecked Sendable {
  private var identifier: hid_t
  private let closing: @Sendable (hid_t) -> herr_t

  init(_ identifier: hid_t, closing: @escaping @Sendable (hid_t) -> herr_t) {
    self.identifier = identifier
    self.closing = closing
  }

  deinit { _ = close() }

  /// Closes the identifier now; false if the library reports a failure.
  func close() -> Bool {
    HDF5Library.locked {
      defer { identifier = -1 }
      return identifier < 0 || closing(identifier) >= 0
    }
  }

  /// Runs `body` with the identifier, holding the library's lock and keeping the handle open until `body` returns.
  func use<Result>(_ body: (hid_t) throws -> Result) rethrows -> Result {
    try HDF5Library.locked { try withExtendedLifetime(self) { try body(identifier) } }
  }
}
