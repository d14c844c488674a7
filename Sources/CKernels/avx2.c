// 256-bit vectors with fused multiply-add, 16 registers: Haswell and Zen onwards.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define VARIANT avx2
#define VARIANT_NAME "avx2"
#define WIDTH 8
#define REGISTERS 16
#include "lanes.inc"
#pragma clang attribute pop
#endif
