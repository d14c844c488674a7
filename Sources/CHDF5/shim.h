#ifndef TENAS_CHDF5_SHIM_H
#define TENAS_CHDF5_SHIM_H
#include <hdf5.h>

// HDF5's constants are macros with casts or with a side effect (they open the library), which Swift cannot import.

static inline hid_t tenas_h5_default(void) { return H5P_DEFAULT; }
static inline hid_t tenas_h5_all(void) { return H5S_ALL; }
static inline size_t tenas_h5_variable(void) { return H5T_VARIABLE; }

static inline hid_t tenas_h5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t tenas_h5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t tenas_h5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t tenas_h5_native_uint8(void) { return H5T_NATIVE_UINT8; }
static inline hid_t tenas_h5_stored_float(void) { return H5T_IEEE_F32LE; }
static inline hid_t tenas_h5_stored_double(void) { return H5T_IEEE_F64LE; }
static inline hid_t tenas_h5_stored_int64(void) { return H5T_STD_I64LE; }
static inline hid_t tenas_h5_stored_uint8(void) { return H5T_STD_U8LE; }
static inline hid_t tenas_h5_c_string(void) { return H5T_C_S1; }

static inline hid_t tenas_h5_new_link_properties(void) { return H5Pcreate(H5P_LINK_CREATE); }
// Without the time of its making, so that equal tables are equal bytes.
static inline hid_t tenas_h5_new_dataset_properties(void) {
  hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
  if (properties >= 0) H5Pset_obj_track_times(properties, 0);
  return properties;
}

static inline hid_t tenas_h5_open(const char *path, int writable) {
  return H5Fopen(path, writable ? H5F_ACC_RDWR : H5F_ACC_RDONLY, H5P_DEFAULT);
}

// Files in memory. The name is for messages: nothing is written under it.
static inline hid_t tenas_h5_in_memory(void) {
  hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  H5Pset_fapl_core(access, 1 << 20, 0);
  return access;
}
static inline hid_t tenas_h5_create_in_memory(const char *name) {
  hid_t access = tenas_h5_in_memory();
  hid_t file = H5Fcreate(name, H5F_ACC_TRUNC, H5P_DEFAULT, access);
  H5Pclose(access);
  return file;
}
static inline hid_t tenas_h5_open_in_memory(const char *name, void *bytes, size_t count) {
  hid_t access = tenas_h5_in_memory();
  hid_t file = H5Pset_file_image(access, bytes, count) < 0 ? -1 : H5Fopen(name, H5F_ACC_RDONLY, access);
  H5Pclose(access);
  return file;
}
// Without locks: for file systems that have none.
static inline hid_t tenas_h5_open_unlocked(const char *path) {
  hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  hid_t file = -1;
#if H5_VERSION_GE(1, 10, 7) && !(H5_VERSION_GE(1, 12, 0) && !H5_VERSION_GE(1, 12, 1))
  if (H5Pset_file_locking(access, 0, 1) >= 0) file = H5Fopen(path, H5F_ACC_RDONLY, access);
#endif
  H5Pclose(access);
  return file;
}
static inline herr_t tenas_h5_flush(hid_t file) { return H5Fflush(file, H5F_SCOPE_GLOBAL); }

// Error messages are taken from the stack after the call that failed; the library prints nothing.
static inline herr_t tenas_h5_silence(void) { return H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }
static inline herr_t tenas_h5_walk_errors(H5E_walk2_t visit, void *context) {
  return H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, visit, context);
}

static inline ssize_t tenas_h5_open_object_count(void) {
  return H5Fget_obj_count((hid_t)H5F_OBJ_ALL, H5F_OBJ_ALL);
}
static inline ssize_t tenas_h5_open_objects(size_t capacity, hid_t *objects) {
  return H5Fget_obj_ids((hid_t)H5F_OBJ_ALL, H5F_OBJ_ALL, capacity, objects);
}
#endif
