// swift-tools-version: 6.0
import PackageDescription

/// A room of the house; its README says what may live there.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: ["README.md"])
}

/// The tests of a room.
func tests(_ name: String, _ dependencies: [Target.Dependency], excluding folders: [String] = []) -> Target {
  .testTarget(name: "\(name)Tests", dependencies: dependencies + ["TestSupport"], exclude: folders)
}

/// The commit that is built, as make says. `Context.gitInformation` would be remembered from an earlier build.
let commit = Context.environment["TENAS_COMMIT"] ?? "no commit"

/// What is for users of the library, too.
let library: [Target.Dependency] = [
  "Files", "SearchSpaces", "AccuracyTables", "Images", "Networks", "Kernels", "Metrics", "Statistics", "Reports",
  "Scores", "Runs", "Searching", "Studies", "Combining", "Reproduction", "Export", "Checks",
]

/// The house, bottom floor first: a target may depend only on targets above it in this list.
let package = Package(
  name: "tenas",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "tenas", targets: ["Command"]),
    .library(name: "TENAS", targets: ["TENAS"]),
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
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(name: "CStart", exclude: ["README.md"]),
    .target(name: "CKernels", exclude: ["README.md", "lanes.inc", "winograd.inc"]),
    .target(name: "CCommit", exclude: ["README.md"], cSettings: [.define("TENAS_COMMIT", to: "\"\(commit)\"")]),

    module("PythonPackage"),
    module("Files", ["CZlib", "PythonPackage"]),
    module("Randomness"),
    module("WorkQueue"),
    module("HDF5", ["CHDF5", "Files"]),
    module("Sheets", ["Files", "HDF5", "PythonPackage"]),
    module("SearchSpaces", ["Randomness"]),
    module("AccuracyTables", ["Files", "HDF5", "Sheets"]),
    module("Images", ["CKernels", "Files", "HDF5", "PythonPackage", "Randomness", "WorkQueue"]),
    module("Networks", ["SearchSpaces", "Randomness"]),
    module("Lanes", ["CKernels", "COpenBLAS", "Networks", "WorkQueue"]),
    module("Kernels", ["CKernels", "COpenBLAS", "Lanes", "Networks"]),
    module("Metrics", ["Files", "Images", "Networks", "Kernels", "Randomness", "SearchSpaces"]),
    module("Statistics", ["Randomness", "WorkQueue"]),
    module("Reports", ["Files", "PythonPackage"]),
    module(
      "Scores",
      [
        "AccuracyTables", "Files", "HDF5", "Metrics", "Networks", "Randomness", "SearchSpaces", "Sheets", "Statistics",
      ]),
    module(
      "Runs",
      [
        "CCommit", "Files", "Images", "Kernels", "Metrics", "Networks", "Randomness", "Scores", "SearchSpaces",
        "Sheets",
        "WorkQueue",
      ]
    ),
    module(
      "Searching",
      [
        "AccuracyTables", "Files", "Images", "Kernels", "Metrics", "Networks", "Randomness", "Reports", "Runs",
        "Scores", "SearchSpaces", "Statistics", "WorkQueue",
      ]),
    module(
      "Studies",
      [
        "AccuracyTables", "Files", "Images", "Kernels", "Metrics", "Networks", "Randomness", "Reports", "Runs",
        "Scores", "SearchSpaces", "Statistics",
      ]),
    module(
      "Combining",
      [
        "AccuracyTables", "Files", "Metrics", "Randomness", "Reports", "Scores", "SearchSpaces", "Statistics",
        "WorkQueue",
      ]),
    module(
      "Reproduction",
      [
        "AccuracyTables", "Files", "Images", "Metrics", "Networks", "Reports", "Runs", "Scores", "SearchSpaces",
        "Searching", "Statistics", "Studies",
      ]),
    module(
      "Export", ["AccuracyTables", "Files", "Reports", "Runs", "Scores", "SearchSpaces", "Statistics", "Studies"]),
    module(
      "Checks",
      [
        "Files", "HDF5", "Images", "Kernels", "Metrics", "Networks", "Reports", "Runs", "SearchSpaces", "Statistics",
        "WorkQueue",
      ]),
    // Folder and module must differ from the command's in more than their case, or some file systems take one for the other.
    .target(name: "TENAS", dependencies: library, path: "Sources/Umbrella", exclude: ["README.md"]),
    .executableTarget(
      name: "Command",
      dependencies: library + [
        "CStart", "HDF5", "PythonPackage", "WorkQueue",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/tenas", exclude: ["README.md"]),

    .target(
      name: "TestSupport",
      dependencies: [
        "AccuracyTables", "Files", "HDF5", "Images", "Kernels", "Metrics", "Randomness", "Runs", "SearchSpaces",
      ],
      path: "Tests/TestSupport"),
    tests("Files", ["Files"]),
    tests("Randomness", ["Randomness", "WorkQueue"]),
    tests("PythonPackage", ["PythonPackage"]),
    tests("HDF5", ["HDF5"], excluding: ["Fixtures"]),
    tests("Sheets", ["Files", "HDF5", "Sheets"]),
    tests("SearchSpaces", ["SearchSpaces", "Randomness"]),
    tests("AccuracyTables", ["AccuracyTables", "Files", "HDF5", "SearchSpaces"], excluding: ["Fixtures"]),
    tests("Images", ["Images", "HDF5", "PythonPackage", "Randomness"]),
    tests("Statistics", ["Statistics", "SearchSpaces", "Randomness"], excluding: ["SciPy"]),
    tests("Reports", ["Files", "Reports"]),
    tests("Networks", ["Networks", "SearchSpaces", "Randomness"]),
    tests("Kernels", ["Kernels", "Networks", "SearchSpaces", "Randomness"]),
    tests("Metrics", ["Metrics", "HDF5", "Images", "Kernels", "Networks", "Randomness", "SearchSpaces"]),
    tests("Scores", ["AccuracyTables", "HDF5", "Randomness", "Scores", "SearchSpaces", "Statistics"]),
    tests(
      "Runs",
      [
        "AccuracyTables", "Files", "HDF5", "Images", "Kernels", "Metrics", "Randomness", "Runs", "Scores",
        "SearchSpaces", "Sheets",
      ], excluding: ["Fixtures"]),
    tests(
      "Searching",
      [
        "AccuracyTables", "Files", "Images", "Kernels", "Metrics", "Randomness", "Runs", "Scores", "SearchSpaces",
        "Searching",
      ]),
    tests(
      "Studies",
      [
        "AccuracyTables", "Files", "Images", "Kernels", "Metrics", "Randomness", "Runs", "Scores", "SearchSpaces",
        "Statistics", "Studies",
      ], excluding: ["Fixtures", "SciPy"]),
    tests(
      "Combining", ["AccuracyTables", "Combining", "Randomness", "Scores", "SearchSpaces", "Statistics"]),
    tests("Checks", ["Checks", "HDF5", "Kernels"], excluding: ["Fixtures"]),
    tests("Umbrella", ["TENAS"]),
    tests(
      "tenas", ["Command", "AccuracyTables", "HDF5", "Randomness", "Runs", "SearchSpaces", "Searching", "WorkQueue"]),
  ],
  swiftLanguageModes: [.v6]
)
