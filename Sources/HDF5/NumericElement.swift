import CHDF5

/// A number that can be read and written: `Float`, `Double`, `Int64` or `UInt8`.
///
/// Reading converts where nothing but floating-point precision can be lost: floats from floats and integers of any
/// width, integers from integers whose every value fits and from enumerations. All else is an error.
public protocol NumericElement: BitwiseCopyable, Sendable {
  /// Which of the four it is.
  static var numericType: NumericType { get }
}

/// The number types of this module. Files are written with the little-endian type of the same width.
public enum NumericType: String, Sendable {
  /// IEEE 754 single precision.
  case float32
  /// IEEE 754 double precision.
  case float64
  /// Signed, 8 bytes.
  case int64
  /// Unsigned, 1 byte.
  case uint8

  var inMemory: hid_t {
    switch self {
    case .float32: tenas_h5_native_float()
    case .float64: tenas_h5_native_double()
    case .int64: tenas_h5_native_int64()
    case .uint8: tenas_h5_native_uint8()
    }
  }

  var inFile: hid_t {
    switch self {
    case .float32: tenas_h5_stored_float()
    case .float64: tenas_h5_stored_double()
    case .int64: tenas_h5_stored_int64()
    case .uint8: tenas_h5_stored_uint8()
    }
  }

  var elementClass: ElementClass {
    switch self {
    case .float32: .float(bytes: 4)
    case .float64: .float(bytes: 8)
    case .int64: .integer(bytes: 8, signed: true)
    case .uint8: .integer(bytes: 1, signed: false)
    }
  }

  /// Whether every element of that class can be read as this type.
  func accepts(_ stored: ElementClass) -> Bool {
    switch (self, stored) {
    case (.float32, .float), (.float64, .float), (.float32, .integer), (.float64, .integer): true
    case (.int64, .integer(let bytes, let signed)): bytes < 8 || (bytes == 8 && signed)
    case (.int64, .enumeration): true
    case (.uint8, .integer(let bytes, let signed)): bytes == 1 && !signed
    default: false
    }
  }
}

extension Float: NumericElement {
  /// Single precision.
  public static var numericType: NumericType { .float32 }
}

extension Double: NumericElement {
  /// Double precision.
  public static var numericType: NumericType { .float64 }
}

extension Int64: NumericElement {
  /// Signed, 8 bytes.
  public static var numericType: NumericType { .int64 }
}

extension UInt8: NumericElement {
  /// Unsigned, 1 byte.
  public static var numericType: NumericType { .uint8 }
}
