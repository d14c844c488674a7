#ifndef TENAS_CHDF5_SHIM_H
#define TENAS_CHDF5_SHIM_H
#include <hdf5.h>

// HDF5's predefined types are macros with a side effect (they open the library), which Swift cannot import.
static inline hid_t tenas_h5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t tenas_h5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t tenas_h5_native_int64(void) { return H5T_NATIVE_INT64; }
#endif
