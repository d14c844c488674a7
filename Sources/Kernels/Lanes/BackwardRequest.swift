/// What a backward pass starts from, how far it goes, and what it leaves.
struct BackwardRequest {
  /// How lanes are divided between seeds and samples.
  var layout: LaneLayout
  /// Whether batch statistics are differentiated.
  var coupling: BatchNormCoupling
  /// The node whose cotangent is given; nil for the last.
  var top: Int?
  /// The node whose cotangent is wanted: nothing before it is passed through. Nil if none is.
  var bottom: Int?
  /// Which elements of the parameters get a gradient.
  var elements = Elements.all
  /// Whether shifts get a gradient.
  var shifts = false
  /// Whether Σ over places of a · ∂/∂a is squared for every channel of every convolution's output a.
  var observesChannels = false

  /// Which elements of the parameters get a gradient.
  enum Elements {
    case none
    /// The first of each parameter.
    case first
    case all

    /// How many of so many there are.
    func count(of all: Int) -> Int {
      switch self {
      case .none: 0
      case .first: min(1, all)
      case .all: all
      }
    }
  }

  /// The B gradients of a tangent kernel.
  static func tangentKernel(_ coupling: BatchNormCoupling) -> BackwardRequest {
    BackwardRequest(layout: LaneLayout(coupling), coupling: coupling)
  }

  /// One gradient of the batch with respect to a node, the image for example.
  static func cotangent(of node: Int, from top: Int? = nil) -> BackwardRequest {
    BackwardRequest(layout: .whole, coupling: .coupled, top: top, bottom: node, elements: .none)
  }
}
