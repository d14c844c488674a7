import SearchSpaces
import Testing

/// One way to name a cell.
@Suite struct CellNameTests {
  /// NASLib's tuple, its string, and NATS-Bench's list of it.
  static let architecture =
    "|avg_pool_3x3~0|+|skip_connect~0|avg_pool_3x3~1|+|nor_conv_1x1~0|nor_conv_1x1~1|nor_conv_1x1~2|"

  @Test(arguments: [
    "(4, 0, 3, 4, 3, 3)", "[4,0,3,4,3,3]", "[4 0 3 4 3 3]", "4, 0, 3, 4, 3, 3", "4 0 3 4 3 3", "\"(4, 0, 3, 4, 3, 3)\"",
    "(np.int64(4), np.int64(0), np.int64(3), np.int64(4), np.int64(3), np.int64(3))", "[[4 0 3 4 3 3]]",
    "array([4, 0, 3, 4, 3, 3], dtype=int8)", "tensor([4, 0, 3, 4, 3, 3])", "[4. 0. 3. 4. 3. 3.]",
    "(4.0, 0.0, 3.0, 4.0, 3.0, 3.0)",
    "naslib:4,0,3,4,3,3", "nats:4,1,4,2,2,2", architecture, " \(architecture)\t", "'\(architecture)'",
    "b'\(architecture)'", "\"'\(architecture)'\"",
    "Structure(4 nodes with \(architecture))",
    "|avg_pool_3x3~0| + |skip_connect~0|avg_pool_3x3~1| + |nor_conv_1x1~0|nor_conv_1x1~1|nor_conv_1x1~2|",
    "[(('avg_pool_3x3', 0),), (('skip_connect', 0), ('avg_pool_3x3', 1)), (('nor_conv_1x1', 0), ('nor_conv_1x1', 1), ('nor_conv_1x1', 2))]",
  ])
  func spellings(text: String) throws {
    let cell = try NASBench201.CellName(text).architecture
    #expect(cell.description == Self.architecture)
    let index = NASBench201.index(of: cell)
    for text in ["\(index)", "\(index).0", "np.int64(\(index))", "'\(index)'"] {
      let name = try NASBench201.CellName(text)
      #expect(name.architecture == cell && name.kind == .index)
    }
  }

  @Test(arguments: [
    "", " ", "x", "7.5", "403143", "15625", "-1", "()", "(1,)", "(1, 2, 3)", "(4, 0, 3, 1, 4, 5)",
    "(4, 0, 3, 1, 4, 3, 1)", "[[4], [0, 3], [1, 4, 3]]",
    "('none', 'none', 'none', 'none', 'none', 'none')",
    "[(('none', 1),), (('none', 0), ('none', 1)), (('none', 0), ('none', 1), ('none', 2))]",
    "|none~0|", "||none~0|+|none~0|none~1|+|none~0|none~1|none~2|", "nan", "None", "1e3x", "9999999999999999999999",
    "__import__('os')", "Genotype(normal=[])",
  ])
  func whatNamesNone(text: String) {
    #expect(throws: SearchSpaceError.self, "\(text)") { try NASBench201.CellName(text) }
  }
}
