/* Interface of `conventions`, written by Ghost. Edits are lost. */
#ifndef GHOST_CONVENTIONS_H
#define GHOST_CONVENTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if !(defined(_WIN32) && !defined(_WIN64))
#define GHOST_CONVENTIONS_SYSTEM
#elif defined(_MSC_VER) && !defined(__clang__)
#define GHOST_CONVENTIONS_SYSTEM __stdcall
#else
#define GHOST_CONVENTIONS_SYSTEM __attribute__((stdcall))
#endif

#if !(defined(_M_X64) || defined(__x86_64__))
#define GHOST_CONVENTIONS_WIN64
#elif defined(_MSC_VER) && !defined(__clang__)
#define GHOST_CONVENTIONS_WIN64
#else
#define GHOST_CONVENTIONS_WIN64 __attribute__((ms_abi))
#endif

#if !(defined(_M_X64) || defined(__x86_64__))
#define GHOST_CONVENTIONS_SYSV64
#elif defined(_MSC_VER) && !defined(__clang__)
#define GHOST_CONVENTIONS_SYSV64
#else
#define GHOST_CONVENTIONS_SYSV64 __attribute__((sysv_abi))
#endif

#ifdef __cplusplus
extern "C" {
#endif

int32_t GHOST_CONVENTIONS_WIN64 windows_like(int32_t value);

/**
 * - `call`: may be null
 */
const uint8_t *GHOST_CONVENTIONS_SYSV64 unix_like(
    int32_t (GHOST_CONVENTIONS_WIN64 *call)(int32_t value));

int32_t GHOST_CONVENTIONS_SYSTEM system_like(int32_t value);

int32_t unwinding(int32_t value);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_CONVENTIONS_H */
