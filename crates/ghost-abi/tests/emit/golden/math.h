/* Interface of `math`, written by Ghost. Edits are lost. */
#ifndef GHOST_MATH_H
#define GHOST_MATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

bool math_vector_add(const float *a, const float *b, float *result, size_t len);

bool math_matrix_multiply(const float *a, const float *b, float *result, size_t rows, size_t cols);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_MATH_H */
