import CHDF5

/// What the elements of a dataset or an attribute are, as the file stores them.
public enum ElementClass: Sendable, Equatable, CustomStringConvertible {
  /// Binary floating point of so many bytes.
  case float(bytes: Int)
  /// Integers of so many bytes.
  case integer(bytes: Int, signed: Bool)
  /// An enumeration over integers; h5py stores booleans so (`FALSE` = 0, `TRUE` = 1).
  case enumeration
  /// Strings of at most so many bytes each.
  case fixedString(bytes: Int)
  /// Strings of any length.
  case variableString
  /// Records of named fields, as tables of PyTables and structured arrays of NumPy are.
  case compound
  /// Anything else (arrays, references, ...), which this module does not read.
  case other

  init(type: hid_t) {
    let bytes = Int(H5Tget_size(type))
    switch H5Tget_class(type) {
    case H5T_FLOAT: self = .float(bytes: bytes)
    case H5T_INTEGER: self = .integer(bytes: bytes, signed: H5Tget_sign(type) == H5T_SGN_2)
    case H5T_ENUM: self = .enumeration
    case H5T_COMPOUND: self = .compound
    case H5T_STRING: self = H5Tis_variable_str(type) > 0 ? .variableString : .fixedString(bytes: bytes)
    default: self = .other
    }
  }

  /// The class in words, for messages: `float64`, `uint8`, `variable-length strings`.
  public var description: String {
    switch self {
    case .float(let bytes): "float\(8 * bytes)"
    case .integer(let bytes, let signed): "\(signed ? "int" : "uint")\(8 * bytes)"
    case .enumeration: "enumeration"
    case .fixedString(let bytes): "strings of \(bytes) bytes"
    case .variableString: "variable-length strings"
    case .compound: "records of several fields"
    case .other: "elements of a class that is not supported"
    }
  }
}
