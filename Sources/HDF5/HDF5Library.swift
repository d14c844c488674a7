import CHDF5
import Foundation

/// The C library as one shared resource.
///
/// Debian's serial libhdf5 is built without its thread-safe option: its tables of identifiers and its error stack are
/// plain globals, so two calls at once, even on different files, corrupt them. Every call therefore goes through one
/// lock. It is recursive because closing a handle (a `deinit`, which may run inside any locked region) takes it too.
public enum HDF5Library {
  private static let lock = NSRecursiveLock()

  /// The file of every file, group, dataset and attribute that is open in this process, once per object.
  public static var filesOfOpenObjects: [String] {
    locked {
      var identifiers = [hid_t](repeating: -1, count: max(0, Int(tenas_h5_open_object_count())))
      let count = tenas_h5_open_objects(identifiers.count, &identifiers)
      return identifiers.prefix(max(0, Int(count))).map { identifier in
        var name = [CChar](repeating: 0, count: max(0, H5Fget_name(identifier, nil, 0)) + 1)
        _ = H5Fget_name(identifier, &name, name.count)
        return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      }
    }
  }

  static func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
    lock.lock()
    DamageGuard.enter()
    defer {
      DamageGuard.leave()
      lock.unlock()
    }
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
