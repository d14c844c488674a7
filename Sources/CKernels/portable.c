// 128-bit vectors of the baseline instruction set: SSE2 on x86-64, NEON (32 registers) on arm64.
#define VARIANT portable
#define VARIANT_NAME "portable"
#define WIDTH 4
#if defined(__aarch64__)
#define REGISTERS 32
#else
#define REGISTERS 16
#endif
#include "lanes.inc"
