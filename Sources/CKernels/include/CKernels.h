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
  /// What `winograd` works in: tenas_winograd_scratch(in_channels) floats from a 64-byte boundary.
  float *scratch;
} tenas_convolution;

/// Room for four tiles of every channel that is read, and for six results, in 16 frequencies.
static inline ptrdiff_t tenas_winograd_scratch(ptrdiff_t in_channels) { return 16 * (64 * in_channels + 16 + 6 * 64); }

/// The weights of `winograd`: for every pair of channels G w G', 16 numbers, in the order in which it reads them.
///
/// `kernel` is where the first pair's first tap lies, taps row by row in the order of displacement; a mirrored kernel has a tap
/// stride of -1. `input_factors`, one a channel that is read, may be NULL for 1. `packed` has 16 numbers a pair.
typedef struct {
  const float *kernel, *input_factors;
  ptrdiff_t output_stride, input_stride, tap_stride;
  int32_t outputs, inputs;
  float *packed;
} tenas_winograd_weights;

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

/// Tiles that `winograd_gradient` transforms at once.
#define TENAS_WINOGRAD_TILES 16

/// Room for the tiles of all channels of both sides, in 16 frequencies.
static inline ptrdiff_t tenas_winograd_gradient_scratch(ptrdiff_t channels) {
  return 16 * TENAS_LANES * (TENAS_WINOGRAD_TILES * channels + 2);
}

/// The weight gradient of a 3x3 convolution of stride 1 by Winograd's F(2x2, 3x3), before its last transform:
/// sums[f][o][i] (+)= sum over tiles of (A g A')[f] (B' d B)[f], lane groups
///
/// Both numbers of channels are multiples of 3 or 4, rows and columns are even. `activation` is the first place of the first window:
/// TENAS_SAMPLES floats a place for all seeds, or a lane group with `lanes` 1. `scratch` has tenas_winograd_gradient_scratch(channels
/// of both sides) floats from a 64-byte boundary.
typedef struct {
  const float *cotangent;
  ptrdiff_t cotangent_channel, cotangent_row;
  const float *activation;
  ptrdiff_t activation_channel, activation_row;
  int32_t lanes;
  float *sums, *scratch;
  int32_t in_channels, out_channels, rows, columns, accumulate;
} tenas_winograd_gradient;

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

/// Rows of the Jacobian that one channel of a convolution gives, for the seeds of one block of TENAS_SEEDS:
/// out[e][seed] = factor * (sum over samples of products[e] - mean * patch_sums[e] - slope * patch_products[e]), in double
///
/// Rows of `out` are out_row floats apart and begin at a multiple of 16 bytes. `mean` and `slope` are lane groups; without
/// coupling `patch_sums` is NULL, and nothing is subtracted.
typedef struct {
  const float *products, *mean, *slope;
  const double *patch_sums, *patch_products;
  double factor;
  float *out;
  ptrdiff_t out_row;
  int32_t count;
} tenas_seed_gradient;

/// Rows of a matrix that one pass of add_gram holds as doubles, and what its columns are rounded up to.
#define TENAS_GRAM_TILE 64
#define TENAS_GRAM_STEP 8

typedef struct {
  const char *name;
  /// Output channels that one packed group of weights serves, given those that remain.
  int32_t (*channel_group)(int32_t remaining);
  void (*convolve)(const tenas_convolution *);
  /// The same as `convolve` for 3x3 windows of neighbouring places and an even number of rows and columns, by Winograd's
  /// F(2x2, 3x3): `in` is the first place of the first window, `weights` are those of `winograd_weights`, `taps` are not read.
  void (*winograd)(const tenas_convolution *);
  void (*winograd_weights)(const tenas_winograd_weights *);
  void (*weight_gradient)(const tenas_weight_gradient *);
  void (*winograd_gradient)(const tenas_winograd_gradient *);
  /// products[o][9 i + tap] = G' sums G, lane groups: what `weight_gradient` would have given.
  void (*winograd_gradient_end)(const float *sums, float *products, int32_t outputs, int32_t inputs);
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
  /// sums[lane] += sum of a * (b * factor + offset), over count lane groups.
  void (*add_normalized_products)(const float *a, const float *b, float factor, float offset, ptrdiff_t count, float *sums);
  /// out[place][lane] = in[lane][place] of up to TENAS_LANES samples, `sample` floats apart; lanes beyond them become 0.
  void (*spread_samples)(const float *in, ptrdiff_t sample, int32_t samples, ptrdiff_t volume, float *out);
  /// sums[lane] = sum of (a - a_center) * (b - b_center), over count lane groups.
  void (*lane_products)(const float *a, const float *b, float a_center, float b_center, ptrdiff_t count, double *sums);
  /// out = sign > 0 ? in : 0, count lane groups.
  void (*rectify_by)(const float *in, const float *sign, float *out, ptrdiff_t count);
  /// out[r] = weight * in[r] for count lane groups, those of `out` out_row floats apart.
  void (*scale_rows)(const float *in, float *out, ptrdiff_t out_row, float weight, ptrdiff_t count);
  void (*finish_seeds)(const tenas_seed_gradient *);
  /// sums[seed] = sum over e of kernel[e] * sum over samples of products[e], in double, for TENAS_SEEDS seeds.
  void (*project_seeds)(const float *products, const float *kernel, int32_t count, double *sums);
  /// sums[i][j] += sum over count rows of rows[r][i] * rows[r][j] in double, for j >= i at least; rows are `row` floats apart.
  ///
  /// `sums` is a square of as many columns as there are, rounded up to TENAS_GRAM_STEP; `tile` has TENAS_GRAM_TILE such rows.
  /// Both begin on a 64-byte boundary.
  void (*add_gram)(const float *rows, ptrdiff_t row, int32_t count, int32_t columns, double *tile, double *sums);
  /// out = in > 0 ? value : 0, count lane groups.
  void (*open_places)(const float *in, float *out, float value, ptrdiff_t count);
  /// Zeros the border that `pad` leaves alone, one channel.
  void (*clear_border)(float *out, int32_t rows, int32_t columns, int32_t padding);
  /// sums[c] += sum over a channel's places of in[c], for lane groups.
  void (*add_channel_sums)(const float *in, float *sums, int32_t channels, ptrdiff_t area);
  /// sums[lane] = sum of in; squares[lane] = sum of (in - center)^2, over count lane groups.
  void (*lane_sums)(const float *in, ptrdiff_t count, double *sums);
  void (*lane_squares)(const float *in, float center, ptrdiff_t count, double *squares);
  /// bits[i] = bit per lane, set where in > 0.
  void (*positive_lanes)(const float *in, ptrdiff_t count, uint16_t *bits);
} tenas_kernels;

/// Asks for the memory at an address ahead of its use.
static inline void tenas_fetch(const void *address) { __builtin_prefetch(address); }

/// The instruction sets of this build that this processor runs, best first; NULL beyond the last.
const tenas_kernels *tenas_kernels_available(int index);

#endif
