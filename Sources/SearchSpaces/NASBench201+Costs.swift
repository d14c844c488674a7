extension NASBench201 {
  /// The cost of a cell in the benchmark's network: parameters, and FLOPs by the benchmark's convention.
  ///
  /// The network is a 3x3 stem, three stages of `cellsPerStage` cells at C, 2C and 4C channels with a residual reduction block
  /// between stages, batch norm, global average pooling and a linear classifier. The convention counts one FLOP for a
  /// multiply-add of a convolution or of the classifier (its bias included), and nothing else.
  public struct Costs: Sendable {
    /// Channels of the first stage.
    public let channels: Int
    /// Cells in each of the three stages.
    public let cellsPerStage: Int
    /// Height and width of the input images; a multiple of 4.
    public let imageSize: Int
    /// Outputs of the classifier.
    public let classes: Int

    /// Costs in a network of the given shape; the defaults are the benchmark's for CIFAR-10.
    public init(channels: Int = 16, cellsPerStage: Int = 5, imageSize: Int = 32, classes: Int = 10) {
      (self.channels, self.cellsPerStage, self.imageSize, self.classes) = (channels, cellsPerStage, imageSize, classes)
    }

    /// The benchmark's network for CIFAR-10 (32x32, 10 classes).
    public static let cifar10 = Costs()
    /// The benchmark's network for CIFAR-100 (32x32, 100 classes).
    public static let cifar100 = Costs(classes: 100)
    /// The benchmark's network for ImageNet16-120 (16x16, 120 classes).
    public static let imageNet16 = Costs(imageSize: 16, classes: 120)

    /// The number of trainable parameters, dead operations included.
    public func parameters(_ architecture: Architecture) -> Int {
      let stem = convolutionWeights(3, channels, kernel: 3) + 2 * channels
      let cells = stageChannels.map { width in
        cellsPerStage * sum(architecture) { convolutionWeights(width, width, kernel: $0) + 2 * width }
      }
      let reductions = stageChannels.dropFirst().map { reductionWeights(to: $0) + 4 * $0 }
      let finalNorm = 2 * stageChannels[2]
      return stem + cells.reduce(0, +) + reductions.reduce(0, +) + finalNorm + classifierSize
    }

    /// The FLOPs of one image: multiply-adds of convolutions, dead ones included, and of the classifier.
    public func flops(_ architecture: Architecture) -> Int {
      let stem = convolutionWeights(3, channels, kernel: 3) * pixels(stage: 0)
      let cells = stageChannels.enumerated().map { stage, width in
        cellsPerStage * pixels(stage: stage) * sum(architecture) { convolutionWeights(width, width, kernel: $0) }
      }
      let reductions = (1...2).map { reductionWeights(to: stageChannels[$0]) * pixels(stage: $0) }
      return stem + cells.reduce(0, +) + reductions.reduce(0, +) + classifierSize
    }

    private var stageChannels: [Int] { [channels, 2 * channels, 4 * channels] }
    private var classifierSize: Int { (stageChannels[2] + 1) * classes }

    private func pixels(stage: Int) -> Int { (imageSize >> stage) * (imageSize >> stage) }

    private func convolutionWeights(_ input: Int, _ output: Int, kernel: Int) -> Int {
      kernel * kernel * input * output
    }

    /// Two 3x3 convolutions and the shortcut's 1x1 convolution, all of which end at the reduced resolution.
    private func reductionWeights(to output: Int) -> Int {
      convolutionWeights(output / 2, output, kernel: 3) + convolutionWeights(output, output, kernel: 3)
        + convolutionWeights(output / 2, output, kernel: 1)
    }

    private func sum(_ architecture: Architecture, cost: (_ kernel: Int) -> Int) -> Int {
      architecture.operations.reduce(0) { total, operation in
        switch operation {
        case .convolution1x1: total + cost(1)
        case .convolution3x3: total + cost(3)
        case .none, .skipConnect, .averagePool3x3: total
        }
      }
    }
  }
}
