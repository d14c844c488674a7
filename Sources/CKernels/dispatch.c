#include "CKernels.h"

extern const tenas_kernels tenas_kernels_portable;
#if defined(__x86_64__)
extern const tenas_kernels tenas_kernels_avx512, tenas_kernels_avx2;
#endif

const tenas_kernels *tenas_kernels_available(int index) {
  const tenas_kernels *available[3];
  int count = 0;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) available[count++] = &tenas_kernels_avx512;
  if (__builtin_cpu_supports("x86-64-v3")) available[count++] = &tenas_kernels_avx2;
#endif
  available[count++] = &tenas_kernels_portable;
  return index >= 0 && index < count ? available[index] : NULL;
}
