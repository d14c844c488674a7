#define _GNU_SOURCE
#include "tenas_start.h"

#ifdef __linux__
#include <malloc.h>
#include <sys/syscall.h>
#include <unistd.h>

// Room for 65,536 processors.
static unsigned long processors[1024];
static long bytes;

// Before any library's constructors: one processor, so that OpenBLAS starts no threads.
static void bind_to_one(int count, char **arguments, char **environment) {
  (void)count, (void)arguments, (void)environment;
  bytes = syscall(SYS_sched_getaffinity, 0, sizeof processors, processors);
  static unsigned long one[sizeof processors / sizeof *processors];
  for (long word = 0; word < bytes / (long)sizeof *processors; word++) {
    if (!processors[word]) continue;
    one[word] = processors[word] & -processors[word];
    if (syscall(SYS_sched_setaffinity, 0, bytes, one) != 0) bytes = 0;
    return;
  }
  bytes = 0;
}
__attribute__((section(".preinit_array"), used)) static void (*const before)(int, char **, char **) = bind_to_one;

void tenas_use_all_processors(void) {
  if (bytes > 0) syscall(SYS_sched_setaffinity, 0, bytes, processors);
}

// Every pass asks anew for arrays of the same few megabytes. glibc would hand them back to the system and fetch cleared pages again,
// which took a third of the time of passes that hold whole maps in arrays.
void tenas_keep_memory(void) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 16 << 20);
#endif
}
#else
void tenas_use_all_processors(void) {}
void tenas_keep_memory(void) {}
#endif
