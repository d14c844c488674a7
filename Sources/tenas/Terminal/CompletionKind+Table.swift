import ArgumentParser

extension CompletionKind {
  /// Accuracy tables, and other HDF5 files.
  static var table: CompletionKind { .file(extensions: ["h5", "hdf5"]) }
}
