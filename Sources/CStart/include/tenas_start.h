#ifndef TENAS_START_H
#define TENAS_START_H
#include <signal.h>

/// Gives the process back the processors that it had before its libraries were loaded; the first thing that `main` does.
void tenas_use_all_processors(void);

/// Keeps memory that is freed for what is asked for next, instead of giving it back to the system.
void tenas_keep_memory(void);
#endif
