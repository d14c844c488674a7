#ifndef TENAS_COPENBLAS_SHIM_H
#define TENAS_COPENBLAS_SHIM_H
#include <cblas.h>

// LAPACK's symbols are in OpenBLAS itself; only the routine used here is declared, in Fortran's calling convention.
void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w, double *work,
             const int *lwork, int *iwork, const int *liwork, int *info);
#endif
