import Files
import HDF5
import Networks
import SearchSpaces

/// A case of a reference file: an input, parameters, and what PyTorch computed from them in float64.
///
/// Layout: `/ntk/<space>/<case>` and `/regions/<space>/<case>`, as `Benchmarks/pytorch/make_parity_cases.py` writes them.
struct ReferenceCase {
  /// Where it lies, for example `/ntk/nas-bench-201/1462`.
  let path: String
  let space: String
  private let group: Group

  /// All cases of a file, tangent kernels first, in the order of their names.
  static func all(in file: HDF5File) throws -> [ReferenceCase] {
    try ["ntk", "regions"].filter { try file.contains($0) }.flatMap { kind in
      let spaces = try file.group(kind)
      return try spaces.names().flatMap { space in
        let cases = try spaces.group(space)
        return try cases.names().map {
          ReferenceCase(path: "/\(kind)/\(space)/\($0)", space: space, group: try cases.group($0))
        }
      }
    }
  }

  var isTangentKernel: Bool { path.hasPrefix("/ntk/") }

  /// Whether this version knows the space.
  var isSupported: Bool { ["nas-bench-201", "nas-bench-201-supernet", "darts-supernet"].contains(space) }

  /// The network of the case's cell or supernet for images of the given shape.
  ///
  /// - Precondition: ``isSupported``.
  func network(image: FeatureShape) throws -> Network {
    var skeleton = Skeleton(channels: try integer("channels"), image: image)
    if isTangentKernel {
      (skeleton.cellsPerStage, skeleton.classes) = (try integer("cells_per_stage"), try integer("classes"))
    } else {
      (skeleton.hasStem, skeleton.depth) = (false, 1)
    }
    if try group.attributeNames().contains("depth") { skeleton.depth = try integer("depth") }
    switch space {
    case "nas-bench-201":
      let architecture = try NASBench201.Architecture(parsing: group.attribute("architecture").string())
      return Network(
        NASBench201.CellPlan(architecture, naming: isTangentKernel ? .layers : .edges), skeleton: skeleton)
    case "nas-bench-201-supernet":
      return NASBench201.Supernet(alphas: try alphas("alphas", operations: 5)).network(skeleton)
    case "darts-supernet":
      return DARTS.Supernet(
        alphas: try ["alphas_normal", "alphas_reduce"].map { try alphas($0, operations: 8) }
      ).network(skeleton)
    default: preconditionFailure("the space \(space) is not supported")
    }
  }

  /// Rows of logits, one an edge.
  private func alphas(_ name: String, operations: Int) throws -> [[Float]] {
    let values = try group.dataset(name).read(as: Float.self)
    return stride(from: 0, to: values.count, by: operations).map { Array(values[$0..<$0 + operations]) }
  }

  func integer(_ attribute: String) throws -> Int { Int(try group.attribute(attribute).scalar(as: Int64.self)) }

  func number(_ attribute: String) throws -> Double { try group.attribute(attribute).scalar(as: Double.self) }

  func doubles(_ dataset: String) throws -> [Double] { try group.dataset(dataset).read(as: Double.self) }

  /// The input's extents and values.
  func input() throws -> (shape: [Int], values: [Float]) {
    let dataset = try group.dataset("input")
    return (dataset.shape, try dataset.read(as: Float.self))
  }

  /// The stored parameters, matched to the network's by name.
  func values(for network: Network) throws -> ParameterValues {
    let parameters = try group.group("parameters")
    return try ParameterValues(network) { parameter in
      let dataset = try parameters.dataset(parameter.name)
      guard dataset.shape == parameter.shape else {
        throw VerificationError(
          path: "\(path)/parameters/\(parameter.name)",
          reason: "has shape \(dataset.shape); the network's parameter has \(parameter.shape)")
      }
      return try dataset.read(as: Float.self)
    }
  }
}

/// A reference file whose content does not fit together.
public struct VerificationError: Failure {
  /// Always bad data.
  public let kind = FailureKind.badData
  let path: String
  let reason: String

  /// The object and what is wrong with it.
  public var description: String { "\(path): \(reason)" }
}
