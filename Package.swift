// swift-tools-version: 6.0
import PackageDescription

/// A room of the house; its README says what may live there.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: ["README.md"])
}

/// The house, bottom floor first: a target may depend only on targets above it in this list.
let package = Package(
  name: "tenas",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "tenas", targets: ["tenas"]),
    .library(
      name: "TENAS", targets: ["SearchSpaces", "AccuracyTables", "Metrics", "Statistics", "Reports", "Studies"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    .systemLibrary(
      name: "CHDF5", pkgConfig: "hdf5-serial",
      providers: [.apt(["libhdf5-dev"]), .brew(["hdf5"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .target(name: "CKernels", exclude: ["README.md", "lanes.inc"]),

    module("Randomness"),
    module("WorkQueue"),
    module("PythonPackage"),
    module("HDF5", ["CHDF5"]),
    module("SearchSpaces", ["Randomness"]),
    module("AccuracyTables", ["HDF5"]),
    module("Images", ["HDF5", "PythonPackage", "Randomness", "WorkQueue"]),
    module("Networks", ["SearchSpaces", "Randomness"]),
    module("Kernels", ["CKernels", "COpenBLAS", "Networks"]),
    module("Metrics", ["Images", "Networks", "Kernels", "Randomness"]),
    module("Statistics", ["Randomness", "WorkQueue"]),
    module("Reports"),
    module(
      "Studies",
      [
        "AccuracyTables", "HDF5", "Images", "Metrics", "Networks", "Kernels", "Randomness", "Reports", "SearchSpaces",
        "Statistics", "WorkQueue",
      ]),
    .executableTarget(
      name: "tenas",
      dependencies: [
        "AccuracyTables", "HDF5", "Images", "Kernels", "Metrics", "Networks", "PythonPackage", "Reports",
        "SearchSpaces",
        "Statistics", "Studies",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["README.md"]),

    .testTarget(name: "RandomnessTests", dependencies: ["Randomness", "WorkQueue"]),
    .testTarget(name: "HDF5Tests", dependencies: ["HDF5"], exclude: ["Fixtures"]),
    .testTarget(name: "SearchSpacesTests", dependencies: ["SearchSpaces", "Randomness"]),
    .testTarget(
      name: "AccuracyTablesTests", dependencies: ["AccuracyTables", "HDF5", "SearchSpaces"], exclude: ["Fixtures"]),
    .testTarget(name: "ImagesTests", dependencies: ["Images", "HDF5", "PythonPackage", "Randomness"]),
    .testTarget(
      name: "StatisticsTests", dependencies: ["Statistics", "SearchSpaces", "Randomness"], exclude: ["SciPy"]),
    .testTarget(name: "ReportsTests", dependencies: ["Reports"]),
    .testTarget(name: "NetworksTests", dependencies: ["Networks", "SearchSpaces", "Randomness"]),
    .testTarget(
      name: "KernelsTests", dependencies: ["Kernels", "Networks", "SearchSpaces", "Randomness", "Studies", "HDF5"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "MetricsTests",
      dependencies: ["Metrics", "HDF5", "Images", "Kernels", "Networks", "Randomness", "SearchSpaces"]),
    .testTarget(
      name: "StudiesTests",
      dependencies: [
        "Studies", "AccuracyTables", "HDF5", "Images", "Kernels", "Metrics", "Randomness", "SearchSpaces", "Statistics",
      ],
      exclude: ["SciPy"]),
    .testTarget(name: "tenasTests", dependencies: ["tenas", "AccuracyTables", "HDF5", "SearchSpaces"]),
  ],
  swiftLanguageModes: [.v6]
)
