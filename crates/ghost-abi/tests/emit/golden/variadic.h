/* Interface of `variadic`, written by Ghost. Edits are lost. */
#ifndef GHOST_VARIADIC_H
#define GHOST_VARIADIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
#define GHOST_VARIADIC_NORETURN [[noreturn]]
#else
#define GHOST_VARIADIC_NORETURN _Noreturn
#endif

#ifdef __cplusplus
extern "C" {
#endif

int sum_of(int count, ...);

int print_to(void *out, const char *format, ...);

/**
 * - `log`: may be null
 */
void set_log(void (*log)(const char *format, ...));

GHOST_VARIADIC_NORETURN void die(int code);

/**
 * - `then`: may be null
 */
void on_death(void (*then)(void));

#ifdef __cplusplus
}
#endif

#endif /* GHOST_VARIADIC_H */
