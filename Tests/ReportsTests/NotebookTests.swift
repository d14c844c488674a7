import Foundation
import Reports
import Testing

/// Notebooks as nbformat 4.5; that Jupyter runs one is tested in `python/tests/exporters`.
@Suite struct NotebookTests {
  @Test func cells() throws {
    let text = try Notebook([.markdown("# T\ntext"), .code("a = 1\n\nprint(a)")]).json.text()
    let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["nbformat"] as? Int == 4 && object["nbformat_minor"] as? Int == 5)
    let cells = try #require(object["cells"] as? [[String: Any]])
    #expect(cells.map { $0["cell_type"] as? String } == ["markdown", "code"])
    #expect(cells.map { $0["id"] as? String } == ["cell-1", "cell-2"])
    #expect(cells[1]["source"] as? [String] == ["a = 1\n", "\n", "print(a)"])
    #expect(cells[0]["outputs"] == nil && (cells[1]["outputs"] as? [Any])?.isEmpty == true)
    #expect(cells[1]["execution_count"] is NSNull)
  }

  @Test func theSameCellsAreTheSameBytes() throws {
    let texts = try (0..<2).map { _ in try Notebook([.code("x"), .markdown("y")]).json.text() }
    #expect(texts[0] == texts[1])
  }
}
