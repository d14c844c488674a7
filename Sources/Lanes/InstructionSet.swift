import CKernels

/// The innermost loops compiled for one instruction set, and the choice among those this processor runs.
///
/// All compute the same sums in the same order within a lane; they differ in whether a multiply-add is rounded once or
/// twice, so that results agree to float32 rounding but not in every bit. A run records which one it used.
public struct InstructionSet: @unchecked Sendable, CustomStringConvertible {
  // The table is a constant of the C target: immutable and alive as long as the process.
  package let functions: UnsafePointer<tenas_kernels>

  /// `avx512`, `avx2` or `portable`.
  public var description: String { String(cString: functions.pointee.name) }

  /// Those that this processor runs, fastest first; `portable` is always the last.
  public static let available: [InstructionSet] = (0...)
    .lazy.map { tenas_kernels_available(Int32($0)) }
    .prefix { $0 != nil }
    .map { InstructionSet(functions: $0!) }

  /// The fastest this processor runs.
  public static let best = available[0]

  /// The instruction set of the given name.
  ///
  /// - Throws: ``InstructionSetError`` if this build or processor has none of that name.
  public init(named name: String) throws {
    guard let found = Self.available.first(where: { $0.description == name }) else {
      throw InstructionSetError(name: name)
    }
    self = found
  }

  private init(functions: UnsafePointer<tenas_kernels>) { self.functions = functions }
}

/// An instruction set that this machine does not have.
public struct InstructionSetError: Error, CustomStringConvertible {
  package let name: String

  /// What was asked for and what there is.
  public var description: String {
    let names = InstructionSet.available.map(\.description).joined(separator: ", ")
    return "no kernels named '\(name)' run on this processor; there are: \(names)"
  }
}
