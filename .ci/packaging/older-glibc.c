// What is newer than glibc 2.34 in Swift's runtime, by means of what is older; so the program runs on Ubuntu 22.04 and on Red Hat
// Enterprise Linux 9 as well. `.ci/packaging/list-archives` compiles it, and the program is linked with it.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

// glibc 2.36. Only sets and dictionaries that a process hashes at random ask for it.
uint32_t arc4random(void) {
  uint32_t value;
  if (getentropy(&value, sizeof value) != 0) abort();
  return value;
}

// glibc 2.35 gave these a version that does not set errno; what they compute is the same.
double hypot_with_errno(double x, double y);
float hypotf_with_errno(float x, float y);
__asm__(".symver hypot_with_errno, hypot@GLIBC_2.2.5");
__asm__(".symver hypotf_with_errno, hypotf@GLIBC_2.2.5");
double hypot(double x, double y) { return hypot_with_errno(x, y); }
float hypotf(float x, float y) { return hypotf_with_errno(x, y); }
