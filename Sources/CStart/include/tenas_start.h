#ifndef TENAS_START_H
#define TENAS_START_H
#include <signal.h>

// Nothing to call: being linked is all. What is done before `main` is in start.c.
#endif
