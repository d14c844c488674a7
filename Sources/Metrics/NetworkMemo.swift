/// The networks of one cell in one repeat, each built once.
final class NetworkMemo {
  private struct Key: Hashable {
    let network: Probe.NetworkChoice
    let weights: Probe.WeightsChoice
  }

  private let material: any Material
  private var built: [Key: Observations.Built?] = [:]

  init(_ material: any Material) { self.material = material }

  /// The network of a probe; nil if it drops what is dead and no path is left.
  func network(_ probe: Probe) throws -> Observations.Built? {
    let key = Key(network: probe.network, weights: probe.weights)
    if let known = built[key] { return known }
    let network = try material.build(probe.network, probe.weights)
    built[key] = .some(network)
    return network
  }
}
