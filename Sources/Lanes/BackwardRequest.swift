/// What a backward pass starts from, how far it goes, and what it leaves.
package struct BackwardRequest {
  /// How lanes are divided between seeds and samples.
  package var layout: LaneLayout
  /// Whether batch statistics are differentiated.
  package var coupling: BatchNormCoupling
  /// The node whose cotangent is given; nil for the last.
  package var top: Int?
  /// The node whose cotangent is wanted: nothing before it is passed through. Nil if none is.
  package var bottom: Int?
  /// Which elements of the parameters get a gradient.
  package var elements = Elements.all
  /// Whether shifts get a gradient.
  package var shifts = false
  /// Whether Σ over places of a · ∂/∂a is squared for every channel of every convolution's output a.
  package var observesChannels = false

  /// Describes a pass.
  package init(
    layout: LaneLayout, coupling: BatchNormCoupling, top: Int? = nil, bottom: Int? = nil, elements: Elements = .all,
    shifts: Bool = false, observesChannels: Bool = false
  ) {
    (self.layout, self.coupling, self.top, self.bottom) = (layout, coupling, top, bottom)
    (self.elements, self.shifts, self.observesChannels) = (elements, shifts, observesChannels)
  }

  /// Which elements of the parameters get a gradient.
  package enum Elements {
    case none
    /// The first of each parameter.
    case first
    case all

    /// How many of so many there are.
    package func count(of all: Int) -> Int {
      switch self {
      case .none: 0
      case .first: min(1, all)
      case .all: all
      }
    }
  }

  /// The B gradients of a tangent kernel.
  package static func tangentKernel(_ coupling: BatchNormCoupling) -> BackwardRequest {
    BackwardRequest(layout: LaneLayout(coupling), coupling: coupling)
  }

  /// One gradient of the batch with respect to a node, the image for example.
  package static func cotangent(of node: Int, from top: Int? = nil) -> BackwardRequest {
    BackwardRequest(layout: .whole, coupling: .coupled, top: top, bottom: node, elements: .none)
  }
}
