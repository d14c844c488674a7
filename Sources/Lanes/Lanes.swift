import CKernels

/// Floats in a lane group.
package let laneCount = Int(TENAS_LANES)

/// The number of lane groups that hold `count` samples, all lanes samples; the last may be partly empty.
package func laneBlocks(_ count: Int) -> Int { (count + laneCount - 1) / laneCount }
