import Images
import Testing

@Suite struct ImageSourceTests {
  @Test(arguments: [
    ("cifar10:data/cifar", ImageSource.cifar10(directory: "data/cifar")),
    ("cifar100:/a b/c:d", .cifar100(directory: "/a b/c:d")),
    ("imagenet:x", .imagenet(directory: "x")), ("npy:a/b.npy", .npy(file: "a/b.npy")),
    ("hdf5:a.h5#/train/images", .hdf5(file: "a.h5", dataset: "/train/images")),
    ("hdf5:odd#name.h5#x", .hdf5(file: "odd#name.h5", dataset: "x")),
    ("natural-noise", .naturalNoise),
    ("gaussian", .gaussian),
  ])
  func spellingsAreReadAndPrinted(text: String, source: ImageSource) throws {
    #expect(try ImageSource(parsing: text) == source)
    #expect(source.description == text)
  }

  @Test(arguments: [
    ("cifar", "the sources are"), ("", "the sources are"), ("CIFAR10:x", "the sources are"),
    ("cifar10", "write cifar10:DIR"), ("cifar100:", "write cifar100:DIR"), ("hdf5:a.h5", "write hdf5:FILE#DATASET"),
    ("npy:", "write npy:FILE"), ("hdf5:a.h5#", "write hdf5:FILE#DATASET"), ("hdf5:#x", "write hdf5:FILE#DATASET"),
    ("gaussian:3", "gaussian takes no argument"), ("natural-noise:", "natural-noise takes no argument"),
  ])
  func otherTextIsRefusedWithTheRightSpelling(text: String, hint: String) {
    let error = #expect(throws: ImageError.self) { try ImageSource(parsing: text) }
    #expect(error?.description.contains("\"\(text)\"") == true)
    #expect(error?.description.contains(hint) == true)
  }

}
