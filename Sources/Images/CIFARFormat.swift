import Files
import Foundation
import PythonPackage

/// CIFAR-10 and CIFAR-100. In their binary versions: records of one or two label bytes and 3x32x32 pixel bytes.
///
/// Krizhevsky, "Learning Multiple Layers of Features from Tiny Images" (2009). Files with fewer records than the official
/// ones are taken too.
struct CIFARFormat: Sendable {
  let name: String
  /// The training files, in order; those that exist are read.
  let files: [String]
  /// What each label byte of a record stands for, and how many classes it has.
  let labels: [(name: String, classes: Int)]
  let normalisation: Normalisation

  static let size = 32
  static let pixels = LabelledImages.channels * size * size

  static var cifar10: CIFARFormat {
    let files = (1...5).map { "data_batch_\($0).bin" }
    return CIFARFormat(name: "CIFAR-10", files: files, labels: [("label", 10)], normalisation: .cifar10)
  }

  static var cifar100: CIFARFormat {
    let labels = [("coarse label", 20), ("fine label", 100)]
    return CIFARFormat(name: "CIFAR-100", files: ["train.bin"], labels: labels, normalisation: .cifar100)
  }

  private var recordSize: Int { labels.count + Self.pixels }

  /// The training files of the Python version, and the verb of the Python package that reads them.
  private var pickles: (verb: String, files: [String]) {
    labels.count == 1 ? ("cifar10", (1...5).map { "data_batch_\($0)" }) : ("cifar100", ["train"])
  }

  /// Reads the training files of a directory or of a `.tar.gz`; all forms of a set give the same pool.
  func load(directory: String, _ statistics: ImageStatistics) throws -> ImagePool {
    var pool = try images(directory).pool(published: normalisation, statistics, location: directory)
    if let note = missingNote(directory) { pool.notes.append(note) }
    return pool
  }

  /// Which of a set's files a directory lacks: the images are then fewer, and not those of the set.
  private func missingNote(_ directory: String) -> String? {
    guard directory.namesDirectory else { return nil }
    let expected = isForPython(directory) ? pickles.files : files
    let missing = expected.filter { file(named: $0, in: directory) == nil }
    guard !missing.isEmpty, missing.count < expected.count else { return nil }
    return
      "\(directory): lacks \(missing.joined(separator: ", ")) of \(name)'s training set; its images are drawn from the rest"
  }

  /// The path of a file, or of its gzip.
  private func file(named name: String, in directory: String) -> String? {
    let path = "\(directory)/\(name)"
    return [path, "\(path).gz"].first(where: \.exists)
  }

  private func images(_ directory: String) throws -> LabelledImages {
    if isForPython(directory) {
      return try DataPackage().reading([pickles.verb, directory]) { try LabelledImages($0, location: directory) }
    }
    var images = LabelledImages(height: Self.size, width: Self.size)
    for path in try trainingFiles(in: directory) { try read(path, into: &images) }
    return images
  }

  /// Whether this is an archive, or a directory of pickles without the binary files.
  private func isForPython(_ path: String) -> Bool {
    if [".tar.gz", ".tgz"].contains(where: path.hasSuffix) { return path.exists }
    func holds(_ names: [String]) -> Bool { names.contains { file(named: $0, in: path) != nil } }
    return !holds(files) && holds(pickles.files)
  }

  private func trainingFiles(in directory: String) throws -> [String] {
    guard directory.exists else {
      throw ImageError.missing(path: directory, reason: "no such directory; give the one that holds \(files[0])")
    }
    guard directory.namesDirectory else {
      throw ImageError.malformed(location: directory, reason: "not a directory; give the one that holds \(files[0])")
    }
    let present = files.compactMap { file(named: $0, in: directory) }
    guard !present.isEmpty else {
      let expected = files.count == 1 ? files[0] : "\(files[0]) to \(files[files.count - 1])"
      throw ImageError.missing(
        path: directory, reason: "no file of \(name)'s binary version here; expected \(expected)")
    }
    return present
  }

  private func read(_ path: String, into images: inout LabelledImages) throws {
    let data: [UInt8]
    do { data = try InputFile(reading: path).bytes } catch let error as FileError where error.kind == .inputOutput {
      throw ImageError.unreadable(path: path, reason: "cannot be read: \(error.reason)")
    }
    guard !data.isEmpty, data.count.isMultiple(of: recordSize) else {
      let reason = "\(data.count) bytes long; a \(name) file has a positive multiple of \(recordSize) bytes"
      throw ImageError.malformed(location: path, reason: reason)
    }
    try data.withUnsafeBytes { try append(records: $0, of: path, to: &images) }
  }

  /// Of two labels the last, which is the finer one, is the image's class.
  private func append(records bytes: UnsafeRawBufferPointer, of path: String, to images: inout LabelledImages) throws {
    for start in stride(from: 0, to: bytes.count, by: recordSize) {
      for (offset, label) in labels.enumerated() where bytes[start + offset] >= label.classes {
        let reason =
          "record \(start / recordSize): \(label.name) \(bytes[start + offset]) is not below \(label.classes)"
        throw ImageError.malformed(location: path, reason: "\(reason); this is no \(name) file")
      }
      images.labels.append(UInt16(bytes[start + labels.count - 1]))
      images.bytes.append(contentsOf: bytes[(start + labels.count)..<(start + recordSize)])
    }
  }
}
