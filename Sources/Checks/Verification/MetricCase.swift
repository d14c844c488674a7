import HDF5
import Kernels
import Metrics
import Networks
import SearchSpaces

/// A case of a file of metrics: a cell with recorded parameters and inputs, and the values of metrics, computed elsewhere.
///
/// Layout: `/metrics/<space>/<index>` with `images`, `noise` [2, B, 3, h, w], `labels` [2, B], `signs/<boundary>`,
/// `parameters/<name>` and `values/<metric>`.
struct MetricCase {
  /// Where it lies, for example `/metrics/nas-bench-201/01651`.
  let path: String
  let space: String
  let architecture: NASBench201.Architecture
  /// The network of the case, one batch of it.
  let setup: Setup
  private let group: Group
  private let image: FeatureShape

  /// All cases of a file, in the order of their names.
  static func all(in file: HDF5File) throws -> [MetricCase] {
    let spaces = try file.group("metrics")
    return try spaces.names().flatMap { space in
      let cases = try spaces.group(space)
      return try cases.names().map { name in
        try MetricCase(path: "/metrics/\(space)/\(name)", space: space, group: cases.group(name))
      }
    }
  }

  private init(path: String, space: String, group: Group) throws {
    (self.path, self.space, self.group) = (path, space, group)
    architecture = try NASBench201.Architecture(parsing: group.attribute("architecture").string())
    let shape = try group.dataset("images").shape
    guard shape.count == 5 else {
      throw VerificationError(path: "\(path)/images", reason: "has \(shape.count) axes instead of [2, B, C, H, W]")
    }
    image = FeatureShape(channels: shape[2], rows: shape[3], columns: shape[4])
    func integer(_ name: String) throws -> Int { Int(try group.attribute(name).scalar(as: Int64.self)) }
    setup = Setup(
      channels: try integer("channels"), cellsPerStage: try integer("cells_per_stage"),
      classes: try integer("classes"), batch: shape[1])
  }

  /// The recorded value of a metric; nil if there is none.
  func value(_ name: String) throws -> Double? {
    let values = try group.group("values")
    return try values.contains(name) ? values.dataset(name).read(as: Double.self)[0] : nil
  }
}

extension MetricCase: Material {
  var cell: any Cell { architecture }

  func build(_ choice: Probe.NetworkChoice, _ weights: Probe.WeightsChoice) throws -> Observations.Built? {
    let parameters = try group.group("parameters")
    return try Observations.Built(cell.network(choice.skeleton(image: image)), choice, weights) { network in
      try ParameterValues(network) { parameter in
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

  func batches(_ choice: Probe.InputsChoice, of network: Network) throws -> () throws -> Inputs {
    let labels = try group.dataset("labels").read(as: Int64.self).map(Int.init)
    let signs = try signs()
    var batch = 0
    return {
      defer { batch += 1 }
      var unrounded: [Double]?
      let images: [Float]
      switch choice.kind {
      case .images: images = try self.batch(batch, of: "images", samples: choice.batch)
      case .noise: images = try self.batch(batch, of: "noise", samples: choice.batch)
      case .perturbedNoise(let amplitude):
        let (noise, other) = (
          try self.batch(0, of: "noise", samples: choice.batch), try self.batch(1, of: "noise", samples: choice.batch)
        )
        (images, unrounded) = Evaluation.perturb(noise, by: other, amplitude: amplitude)
      case .ones: images = [Float](repeating: 1, count: choice.batch * image.volume)
      case .crops: preconditionFailure("no recorded metric is computed from crops")
      }
      let first = batch * setup.batch
      return Inputs(
        images: images, unrounded: unrounded, batch: choice.batch,
        labels: choice.kind == .ones ? [] : Array(labels[first..<first + choice.batch]), signs: signs)
    }
  }

  /// The first samples of one of the two recorded batches.
  private func batch(_ batch: Int, of dataset: String, samples: Int) throws -> [Float] {
    let first = batch * setup.batch * image.volume
    return Array(try group.dataset(dataset).read(as: Float.self)[first..<first + samples * image.volume])
  }

  private func signs() throws -> @Sendable (_ boundary: Int, _ count: Int) -> [Float] {
    let stored = try group.group("signs")
    let names = try stored.names()
    let signs = try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try stored.dataset($0).read(as: Float.self)) })
    return { boundary, count in
      let found = signs["\(boundary)"] ?? []
      precondition(found.count == count, "boundary \(boundary) has \(found.count) signs of the \(count) asked for")
      return found
    }
  }
}
