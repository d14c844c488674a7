import CHDF5
import Foundation

/// The C library as one shared resource.
///
/// Debian's serial libhdf5 is built without its thread-safe option: its tables of identifiers and its error stack are
/// plain globals, so two calls at once, even on different files, corrupt them. Every call therefore goes through one
/// lock. It is recursive because closing a handle (a `deinit`, which may run inside any locked region) takes it too.
public enum HDF5Library {
  private static let lock = NSRecursiveLock()

  /// How many files, groups, datasets, attributes and named types are open in this process, over all files.
  public static var openObjectCount: Int { locked { Int(tenas_h5_open_object_count()) } }

  static func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    // In a thread-safe build of the library this setting is each thread's own, so it is made on every entry.
    _ = tenas_h5_silence()
    return try body()
  }

  /// The most specific description on the error stack of the call that has just failed.
  ///
  /// Any further call to the library clears that stack, so this is asked for first.
  static func failureReason() -> String {
    var reason: String?
    withUnsafeMutablePointer(to: &reason) { pointer in
      _ = tenas_h5_walk_errors(
        { _, error, context in
          let reason = context!.assumingMemoryBound(to: String?.self)
          if reason.pointee == nil, let text = error?.pointee.desc { reason.pointee = String(cString: text) }
          return 0
        }, pointer)
    }
    return reason ?? "the HDF5 library gave no reason"
  }
}
