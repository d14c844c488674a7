extension DARTS {
  /// What the network that genotypes are trained in costs (Liu et al., ICLR 2019): C = 36, 20 cells of which the 7th and
  /// 14th are reductions, a stem of 3C channels, no auxiliary head.
  public struct Costs: Sendable, Hashable {
    /// Trainable numbers.
    public let parameters: Int
    /// Multiply-adds of convolutions and classifier on one 32x32 image.
    public let flops: Int

    /// The costs of a genotype.
    public init(_ genotype: Genotype) {
      self = CellKind.allCases.reduce(Self.surroundings) { sum, kind in
        genotype[kind].nodes.joined().reduce(sum) { sum, input in
          sum.adding(
            Self.inputs[kind == .normal ? 0 : 1][input.source < inputCount ? 0 : 1][input.operation.index])
        }
      }
    }

    private init(parameters: Int, flops: Int) { (self.parameters, self.flops) = (parameters, flops) }

    private func adding(_ other: Costs) -> Costs {
      Costs(parameters: parameters + other.parameters, flops: flops + other.flops)
    }

    /// A convolution of the given number of weights with batch norm, at every place of its output.
    private static func convolution(weights: Int, places: Int, channels: Int) -> Costs {
      Costs(parameters: weights + 2 * channels, flops: weights * places)
    }

    /// One cell of the network.
    private struct Position {
      let kind: CellKind
      /// Channels of the cell, and of its two inputs.
      let channels, before, previous: Int
      /// Places of the inner nodes, and of the second input.
      let places, inputPlaces: Int
    }

    private static let classes = 10

    private static let positions: [Position] = {
      let stem = 3 * 36
      var (before, previous, channels, extent) = (stem, stem, 36, 32)
      return (0..<20).map { index in
        let kind: CellKind = index == 6 || index == 13 ? .reduce : .normal
        let inputPlaces = extent * extent
        if kind == .reduce { (channels, extent) = (2 * channels, extent / 2) }
        defer { (before, previous) = (previous, nodeCount * channels) }
        return Position(
          kind: kind, channels: channels, before: before, previous: previous, places: extent * extent,
          inputPlaces: inputPlaces)
      }
    }()

    /// Stem, the cells' preprocessing, and the classifier.
    private static let surroundings: Costs = {
      let stem = convolution(weights: 3 * 9 * 3 * 36, places: 32 * 32, channels: 3 * 36)
      let features = nodeCount * positions.last!.channels
      let classifier = Costs(parameters: (features + 1) * classes, flops: (features + 1) * classes)
      return positions.reduce(stem.adding(classifier)) { sum, cell in
        [cell.before, cell.previous].reduce(sum) {
          $0.adding(convolution(weights: $1 * cell.channels, places: cell.inputPlaces, channels: cell.channels))
        }
      }
    }()

    /// By kind of cell, source (an input, an inner node) and operation: the costs over all cells of the kind.
    private static let inputs: [[[Costs]]] = CellKind.allCases.map { kind in
      [true, false].map { readsInput in
        Operation.allCases.map { operation in
          positions.filter { $0.kind == kind }.reduce(Costs(parameters: 0, flops: 0)) { sum, cell in
            sum.adding(cost(operation, cell: cell, isStrided: kind == .reduce && readsInput))
          }
        }
      }
    }

    private static func cost(_ operation: Operation, cell: Position, isStrided: Bool) -> Costs {
      let (channels, places) = (cell.channels, cell.places)
      func separable(_ size: Int) -> Costs {
        convolution(weights: channels * size * size + channels * channels, places: places, channels: channels)
      }
      switch operation {
      case .none, .averagePool3x3, .maxPool3x3: return Costs(parameters: 0, flops: 0)
      case .skipConnect where !isStrided: return Costs(parameters: 0, flops: 0)
      case .skipConnect: return convolution(weights: channels * channels, places: places, channels: channels)
      case .separable3x3: return separable(3).adding(separable(3))
      case .separable5x5: return separable(5).adding(separable(5))
      case .dilated3x3: return separable(3)
      case .dilated5x5: return separable(5)
      }
    }
  }
}
