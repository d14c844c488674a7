import Foundation
import Kernels

/// Which compiled kernels run: the option, else the environment variable, else the fastest.
enum KernelChoice {
  static let variable = "TENAS_KERNELS"

  static func set(named option: String?) throws -> InstructionSet {
    guard let name = option ?? ProcessInfo.processInfo.environment[variable], !name.isEmpty else { return .best }
    return try InstructionSet(named: name)
  }
}
