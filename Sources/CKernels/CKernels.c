#include "CKernels.h"
int tenas_kernels_placeholder(void) { return 0; }
