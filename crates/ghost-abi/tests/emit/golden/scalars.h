/* Interface of `scalars`, written by Ghost. Edits are lost. */
#ifndef GHOST_SCALARS_H
#define GHOST_SCALARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

bool same_bool(bool value);

uint32_t same_char(uint32_t value);

uint8_t same_u8(uint8_t value);

int8_t same_i8(int8_t value);

uint16_t same_u16(uint16_t value);

int16_t same_i16(int16_t value);

uint32_t same_u32(uint32_t value);

int32_t same_i32(int32_t value);

uint64_t same_u64(uint64_t value);

int64_t same_i64(int64_t value);

size_t same_usize(size_t value);

ptrdiff_t same_isize(ptrdiff_t value);

float same_f32(float value);

double same_f64(double value);

char same_c_char(char value);

signed char same_c_schar(signed char value);

unsigned char same_c_uchar(unsigned char value);

short same_c_short(short value);

unsigned short same_c_ushort(unsigned short value);

int same_c_int(int value);

unsigned int same_c_uint(unsigned int value);

long same_c_long(long value);

unsigned long same_c_ulong(unsigned long value);

long long same_c_longlong(long long value);

unsigned long long same_c_ulonglong(unsigned long long value);

#ifdef __cplusplus
}
#endif

#endif /* GHOST_SCALARS_H */
