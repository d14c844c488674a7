import Kernels
import Networks
import Testing

@Suite struct ConditionNumberTests {
  private func kernel(_ matrix: [Double]) -> TangentKernel {
    TangentKernel(batch: Int(Double(matrix.count).squareRoot()), matrix: matrix, logits: [])
  }

  @Test func eigenvaluesAscend() throws {
    // Eigenvalues 1, 2 and 4 of the vectors (1, −1, 0), (1, 1, −1) and (1, 1, 2).
    let entries: [Double] = [11, 5, 4, 5, 11, 4, 4, 4, 20].map { $0 / 6 }
    let values = try #require(kernel(entries).eigenvalues)
    #expect(relativeDeviation(values, [1, 2, 4]) <= 1e-14)
    #expect(abs(kernel(entries).conditionNumber! - 4) <= 1e-13)
  }

  @Test func oneSample() {
    #expect(kernel([2.5]).conditionNumber == 1)
    #expect(kernel([0]).conditionNumber == .infinity)
  }

  @Test func singularKernelsAreInfinite() {
    #expect(kernel([0, 0, 0, 0]).conditionNumber == .infinity)
    #expect(kernel([1, 1, 1, 1]).conditionNumber == .infinity)
    // Rounding may leave the smallest eigenvalue below zero; that is singular too, not a negative κ.
    #expect(kernel([1, 0, 0, -1e-20]).conditionNumber == .infinity)
    // The bound is λ_min = B · 2⁻⁵² · λ_max.
    #expect(kernel([1, 0, 0, 0x1p-51]).conditionNumber == .infinity)
    #expect(kernel([1, 0, 0, 0x1p-50]).conditionNumber == 0x1p50)
  }

  @Test func kernelsThatAreNotFiniteHaveNone() {
    #expect(kernel([.nan, 0, 0, 1]).eigenvalues == nil)
    #expect(kernel([1, 0, 0, .infinity]).conditionNumber == nil)
  }
}

@Suite struct TangentKernelCostTests {
  @Test func multiplyAddsForwardAndBack() {
    var sketch = NetworkSketch(channels: 3, rows: 4, columns: 4)
    let (first, last) = (sketch.node(channels: 2, rows: 4, columns: 4), sketch.node(channels: 2, rows: 2, columns: 2))
    sketch.convolve(0, to: first, window: Network.Window(size: 3, padding: 1))
    sketch.convolve(first, to: last, window: Network.Window(size: 1, stride: 2), groups: 2)
    sketch.pool(first, to: last, window: Network.Window(size: 2, stride: 2))
    let network = sketch.network()
    let (stem, grouped) = (2.0 * 16 * 2 * 3 * 9, 2.0 * 4 * 2)
    // The stem reads the image and passes nothing back to it.
    #expect(TangentKernel.operations(network, batch: 5, coupling: .frozen) == stem * (5 + 5) + grouped * (5 + 2 * 5))
    #expect(TangentKernel.operations(network, batch: 5, coupling: .coupled) == stem * (5 + 25) + grouped * (5 + 2 * 25))
  }
}

@Suite struct InstructionSetTests {
  @Test func portableIsAlwaysThere() {
    #expect(InstructionSet.available.last?.description == "portable")
    #expect(InstructionSet.best.description == InstructionSet.available[0].description)
  }

  @Test func namesAreUniqueAndFound() throws {
    let names = InstructionSet.available.map(\.description)
    #expect(Set(names).count == names.count)
    for name in names { #expect(try InstructionSet(named: name).description == name) }
  }

  @Test func unknownNameSaysWhatThereIs() {
    let error = #expect(throws: InstructionSetError.self) { try InstructionSet(named: "mmx") }
    #expect(error?.description.contains("'mmx'") == true)
    #expect(error?.description.contains("portable") == true)
  }
}
