#ifndef TENAS_CCOMMIT_H
#define TENAS_CCOMMIT_H

/// The commit that was built, as Package.swift found it.
const char *tenas_commit(void);

#endif
