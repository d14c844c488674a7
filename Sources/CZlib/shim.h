#ifndef TENAS_CZLIB_SHIM_H
#define TENAS_CZLIB_SHIM_H
#include <zlib.h>

// A macro with sizeof, which Swift cannot import. 15 + 32: the largest window, and a header of gzip or zlib.
static inline int tenas_inflate_init(z_stream *stream) { return inflateInit2(stream, 15 + 32); }
#endif
