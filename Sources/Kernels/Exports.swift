// Whoever uses the kernels hands them inputs, an arena and an instruction set, which the lanes define.
@_exported import Lanes
