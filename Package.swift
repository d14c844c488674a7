// swift-tools-version: 6.0
import PackageDescription

/// The house, bottom floor first: a target may depend only on targets above it in this list.
let package = Package(
  name: "tenas",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "tenas", targets: ["tenas"]),
    .library(name: "TENAS", targets: ["SearchSpaces", "AccuracyTables", "Metrics", "Statistics", "Studies"]),
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
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3", "-fno-math-errno", "-ffp-contract=off"])]),

    .target(name: "Randomness"),
    .target(name: "WorkQueue"),
    .target(name: "HDF5", dependencies: ["CHDF5"], exclude: ["README.md"]),
    .target(name: "SearchSpaces", dependencies: ["Randomness"]),
    .target(name: "AccuracyTables", dependencies: ["HDF5", "SearchSpaces"], exclude: ["README.md"]),
    .target(name: "Images", dependencies: ["HDF5", "Randomness"]),
    .target(name: "Networks", dependencies: ["SearchSpaces", "Randomness"]),
    .target(name: "Kernels", dependencies: ["CKernels", "COpenBLAS", "Networks"]),
    .target(name: "Metrics", dependencies: ["SearchSpaces", "Images", "Networks", "Kernels", "Randomness"]),
    .target(name: "Statistics", dependencies: ["Randomness", "WorkQueue"]),
    .target(
      name: "Studies",
      dependencies: [
        "AccuracyTables", "HDF5", "Images", "Metrics", "Networks", "Kernels", "SearchSpaces", "Statistics",
        "WorkQueue",
      ]),
    .executableTarget(
      name: "tenas",
      dependencies: [
        "AccuracyTables", "HDF5", "Images", "Kernels", "Metrics", "SearchSpaces", "Statistics", "Studies",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .testTarget(name: "RandomnessTests", dependencies: ["Randomness", "WorkQueue"]),
    .testTarget(name: "HDF5Tests", dependencies: ["HDF5"], exclude: ["Fixtures"]),
    .testTarget(name: "SearchSpacesTests", dependencies: ["SearchSpaces"]),
    .testTarget(
      name: "AccuracyTablesTests", dependencies: ["AccuracyTables", "HDF5", "SearchSpaces"], exclude: ["Fixtures"]),
    .testTarget(name: "ImagesTests", dependencies: ["Images", "HDF5"]),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics"]),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels", "Networks", "SearchSpaces", "Randomness"]),
    .testTarget(
      name: "StudiesTests",
      dependencies: ["Studies", "AccuracyTables", "HDF5", "Images", "Metrics", "SearchSpaces", "Statistics"]),
  ],
  swiftLanguageModes: [.v6]
)
