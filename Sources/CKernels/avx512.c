// 512-bit vectors, 32 registers: Skylake-X and Zen 4 onwards.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
// Without this clang tunes x86-64-v4 for 256-bit registers and splits every lane group in two.
#pragma clang attribute push(__attribute__((min_vector_width(512))), apply_to = function)
#define VARIANT avx512
#define VARIANT_NAME "avx512"
#define WIDTH 16
#define REGISTERS 32
#include "lanes.inc"
#pragma clang attribute pop
#pragma clang attribute pop
#endif
