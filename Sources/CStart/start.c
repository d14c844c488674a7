#define _GNU_SOURCE
#include "tenas_start.h"

#ifdef __linux__
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
#else
void tenas_use_all_processors(void) {}
#endif
