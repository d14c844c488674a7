// The innermost loops of the tangent kernel, one table of functions an instruction set.
//
// Every array is made of lane groups: TENAS_LANES consecutive floats that belong to the same place of a feature map. With
// frozen batch norm the lanes are samples. With coupled batch norm a lane group holds TENAS_SEEDS seeds times TENAS_SAMPLES
// samples, lane = seed * TENAS_SAMPLES + sample: activations are then stored once, TENAS_SAMPLES floats a place, and
// repeated for every seed as they are loaded. All strides are counted in floats. Nothing here knows a network, a cell or a
// thread; nothing allocates.
#ifndef TENAS_CKERNELS_H
#define TENAS_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#define TENAS_LANES 16
#define TENAS_SAMPLES 4
#define TENAS_SEEDS (TENAS_LANES / TENAS_SAMPLES)

/// What a convolution's result is kept by: nothing, the sign of TENAS_SAMPLES floats for all seeds, or that of each lane.
typedef enum { TENAS_MASK_NONE = 0, TENAS_MASK_SAMPLES = 1, TENAS_MASK_LANES = 2 } tenas_mask_kind;

/// out[o][y][x] (+)= mask[o][y][x] > 0 ? sum over i and t of weights[o][i][t] * in[i][y, x displaced by tap t] : 0
///
/// Serves the forward convolution and, with weights transposed and taps mirrored, the backward one. `weights` are packed
/// by PackedKernel's order (Sources/Kernels): group of output channels, input channel, tap, output channel within the group.
typedef struct {
  const float *in;
  ptrdiff_t in_channel, in_row, in_column;
  float *out;
  ptrdiff_t out_channel, out_row, out_column;
  const float *mask;
  ptrdiff_t mask_channel, mask_row, mask_column;
  tenas_mask_kind mask_kind;
  const float *weights;
  const ptrdiff_t *taps;
  int32_t in_channels, out_channels, rows, columns, tap_count;
  int32_t accumulate;
} tenas_convolution;

/// products[o][k] += sum over y, x of cotangent[o][y][x] * activation[entries[k] + y, x]
///
/// The weight gradient before batch norm's terms. An entry is a pair (input channel, tap), given as its displacement.
/// With `lanes` 0 the activation is TENAS_SAMPLES floats for all seeds, with 1 a lane group.
typedef struct {
  const float *cotangent;
  ptrdiff_t cotangent_channel, cotangent_row;
  const float *activation;
  ptrdiff_t activation_row, activation_column;
  int32_t lanes;
  float *products;
  const ptrdiff_t *entries;
  int32_t out_channels, entry_count, rows, columns;
} tenas_weight_gradient;

/// An average pool over k x k windows whose padding is not counted in the average; forward, or its transpose.
typedef struct {
  const float *in;
  float *out;
  int32_t channels, in_rows, in_columns, out_rows, out_columns, window, stride, padding;
  float weight;
  int32_t accumulate;
} tenas_average_pool;

/// A max pool over k x k windows, padding left out; of equal values the first in row order wins.
///
/// `winners` holds, for each place of the output, the tap (row * window + column) that won, as a float: a lane group in the
/// forward pool, which writes it; in the transposed pool a lane group (`lanes` 1) or TENAS_SAMPLES floats for all seeds.
typedef struct {
  const float *in;
  float *out;
  float *winners;
  int32_t lanes;
  int32_t channels, in_rows, in_columns, out_rows, out_columns, window, stride, padding;
  float weight;
  int32_t accumulate;
} tenas_max_pool;

/// out[y + padding][x + padding] = cotangent[y][x] - mean - normalized[y][x] * slope, one channel; the border is left alone.
///
/// `mean` and `slope` are lane groups; `normalized` is TENAS_SAMPLES floats a place (`lanes` 0) or a lane group (`lanes` 1).
typedef struct {
  const float *cotangent, *normalized, *mean, *slope;
  float *out;
  int32_t rows, columns, padding, lanes;
} tenas_center;

typedef struct {
  const char *name;
  /// Output channels that one packed group of weights serves, given those that remain.
  int32_t (*channel_group)(int32_t remaining);
  void (*convolve)(const tenas_convolution *);
  void (*weight_gradient)(const tenas_weight_gradient *);
  void (*average_pool)(const tenas_average_pool *);
  void (*average_pool_transposed)(const tenas_average_pool *);
  void (*max_pool)(const tenas_max_pool *);
  void (*max_pool_transposed)(const tenas_max_pool *);
  /// out (+)= weight * in, count lane groups.
  void (*scale)(const float *in, float *out, float weight, ptrdiff_t count, int32_t accumulate);
  /// out (+)= in * factor + offset, count lane groups.
  void (*affine)(const float *in, float *out, float factor, float offset, ptrdiff_t count, int32_t accumulate);
  /// The same without rounding factor and offset to float. A batch norm's output needs it: where channels that are affine
  /// functions of each other cancel in the next convolution, an error common to all places is a large share of the result.
  void (*affine_exact)(const float *in, float *out, double factor, double offset, ptrdiff_t count, int32_t accumulate);
  /// out[y + padding][x + padding] = rectify ? max(in[y][x], 0) : in[y][x], one channel; the border is left alone.
  void (*pad)(const float *in, float *out, int32_t rows, int32_t columns, int32_t padding, int32_t rectify);
  void (*center)(const tenas_center *);
  /// sums[lane] += sum over rows and columns of a * b; rows of a are a_row floats apart, b is dense.
  void (*add_products)(const float *a, ptrdiff_t a_row, const float *b, int32_t rows, int32_t columns, float *sums);
  /// sums[lane] = sum of (a - a_center) * (b - b_center), over count lane groups.
  void (*lane_products)(const float *a, const float *b, float a_center, float b_center, ptrdiff_t count, double *sums);
  /// out = sign > 0 ? in : 0, count lane groups.
  void (*rectify_by)(const float *in, const float *sign, float *out, ptrdiff_t count);
  /// sums[c] += sum over a channel's places of in[c], for lane groups.
  void (*add_channel_sums)(const float *in, float *sums, int32_t channels, ptrdiff_t area);
  /// sums[lane] = sum of in; squares[lane] = sum of (in - center)^2, over count lane groups.
  void (*lane_sums)(const float *in, ptrdiff_t count, double *sums);
  void (*lane_squares)(const float *in, float center, ptrdiff_t count, double *squares);
  /// bits[i] = bit per lane, set where in > 0.
  void (*positive_lanes)(const float *in, ptrdiff_t count, uint16_t *bits);
} tenas_kernels;

/// The instruction sets of this build that this processor runs, best first; NULL beyond the last.
const tenas_kernels *tenas_kernels_available(int index);

#endif
