#include "CCommit.h"

const char *tenas_commit(void) { return TENAS_COMMIT; }
