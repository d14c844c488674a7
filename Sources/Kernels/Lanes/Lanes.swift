import CKernels

/// Floats in a lane group: the seeds or samples that are worked on side by side.
let laneCount = Int(TENAS_LANES)

/// The number of lane groups that hold `count` seeds or samples; the last may be partly empty.
func laneBlocks(_ count: Int) -> Int { (count + laneCount - 1) / laneCount }
