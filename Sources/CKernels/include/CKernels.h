#ifndef TENAS_CKERNELS_H
#define TENAS_CKERNELS_H
int tenas_kernels_placeholder(void);
#endif
