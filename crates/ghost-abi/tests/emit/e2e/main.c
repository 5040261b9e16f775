/* C and C++ call the Rust library through the emitted headers. */
#include <stdio.h>
#include <string.h>

#include "arrays.h"
#include "by_value.h"
#include "callbacks.h"
#include "conventions.h"
#include "enums.h"
#include "handles.h"
#include "keywords.h"
#include "moved.h"
#include "nullable.h"
#include "packed_aligned.h"
#include "scalars.h"
#include "statics.h"
#include "transparent.h"
#include "wide.h"

static int failures;
#define CHECK(condition)                                          \
  do {                                                            \
    if (!(condition)) {                                           \
      printf("%s:%d: %s\n", __FILE__, __LINE__, #condition);      \
      failures++;                                                 \
    }                                                             \
  } while (0)

static void by_value(void) {
  Point a = {1, 2}, b = {3, 4};
  Point sum = point_add(a, b);
  CHECK(sum.x == 4 && sum.y == 6);
  Mixed mixed = {3, 5.5};
  mixed = mixed_swap(mixed);
  CHECK(mixed.a == 5 && mixed.b == 3);
  Large large = large_make(2);
  CHECK(large.values[3] == 8 && large.tag == 7);
  CHECK(large_sum(large) == 27);
  Point by = {10, 1};
  large = large_map(large, by);
  CHECK(large.values[0] == 21 && large.values[3] == 81 && large.tag == 8);
}

static void enumerations(void) {
  CHECK(color_next(Red) == Green);
  CHECK(color_next(Blue) == Red);
  CHECK(sizeof(Color) == 1);
  CHECK(error_of(1) == InvalidInput);
  CHECK(sign_of(-30) == Minus);
  CHECK(huge_other(Huge_Low) == Huge_High);
  CHECK(level_raise(Level_Low) == Level_Usual);
}

static bool sum_until_ten(void *user, int32_t value) {
  int32_t *sum = (int32_t *)user;
  *sum += value;
  return *sum < 10;
}

static void note(void *user, int32_t value) { *(int32_t *)user = value; }
static const Events *same(const Events *events) { return events; }
static int descending(const int32_t *a, const int32_t *b) { return *b - *a; }

static void callbacks(void) {
  int32_t sum = 0, numbers[] = {1, 2, 3, 4, 5, 6};
  CHECK(for_each(numbers, 6, sum_until_ten, &sum) == 3 && sum == 10);
  Events events = {&sum, note, same};
  CHECK(events_fire(events, 99) && sum == 99);
  sort_by(numbers, 6, descending);
  CHECK(numbers[0] == 6 && numbers[5] == 1);
  CHECK(adder()(2, 3) == 5);
  nested(NULL);
}

static void handles(void) {
  CHECK(counter_new(-1) == NULL);
  Counter *counter = counter_new(40);
  CHECK(counter_add(counter, 2) == 42);
  char *name = counter_name(counter);
  CHECK(strcmp(name, "counter 42") == 0);
  free_string(name);
  counter_free(counter);
  Session *session = NULL;
  CHECK(session_open("busy", &session) == Busy);
  CHECK(session_open("abc", &session) == Ok);
  const uint8_t data[] = {1, 2};
  CHECK(session_write(session, data, 2) == Ok);
  CHECK(session_total(session) == 6 && session_total(NULL) == 0);
  session_close(session);
}

static void nullable(void) {
  Item item = {5};
  CHECK(item_id(&item) == 5 && item_or(NULL, 9) == 9 && item_bump(&item)->id == 6);
  CHECK(text_len("ghost") == 5 && strcmp(text_find("ghost"), "host") == 0);
  const int32_t values[] = {4, 5, -1};
  CHECK(values_until(values) == 2);
  const char *const names[] = {"a", "b", NULL};
  CHECK(names_count(names) == 2);
}

static void arrays(void) {
  Matrix matrix;
  for (int r = 0; r < 4; r++)
    for (int c = 0; c < 4; c++) matrix.cells[r][c] = (float)(10 * r + c);
  CHECK(matrix_transpose(matrix).cells[1][3] == 31);
  CHECK(matrix_rows(matrix.cells, 4) == 264);
  const Row row = {1, 2, -6};
  CHECK(row_sum(&row) == -3);
  Name name = name_of(8);
  CHECK(name.len == 6 && strcmp(name.text, "name 8") == 0 && name.parts[1][0] == 22);
}

static void wide(void) {
  CHECK(wide_mul(1ULL << 63, 1ULL << 63) == (ghost_u128)1 << 126);
  CHECK(wide_neg(-((ghost_i128)1 << 100)) == (ghost_i128)1 << 100);
  Pair pair;
  pair.small = 1;
  pair.wide = 1;
  pair = wide_pair(pair);
  CHECK(pair.small == 2 && pair.wide == ~(ghost_u128)1);
  Holder holder = {&pair};
  CHECK(wide_holder(holder) == UINT64_MAX - 1);
  CHECK(WIDE_MAX == ~(ghost_u128)0 >> 1);
}

static void scalars(void) {
  CHECK(same_bool(true) && !same_bool(false));
  CHECK(same_i8(-128) == -128 && same_c_char((char)-1) == (char)-1 && same_u8(255) == 255);
  CHECK(same_i16(-32768) == -32768 && same_u16(65535) == 65535);
  CHECK(same_isize(-1) == -1 && same_usize(SIZE_MAX) == SIZE_MAX);
  CHECK(same_f32(-1.25f) == -1.25f && same_f64(-1.25) == -1.25);
  CHECK(same_c_long(-5) == -5 && same_c_ulonglong(~0ULL) == ~0ULL);
}

static int32_t twenty(int32_t value) { return value * 20; }

static void statics(void) {
  CHECK(VERSION.major == 3 && VERSION.minor == 14 && PRIMES[4] == 11);
  counter = 50;
  CHECK(count() == 51);
  hook = twenty;
  CHECK(count() == 71);
  hook = NULL;
}

static void keywords(void) {
  type all = {1, 2, 3, 4, 5, 6, 7, 8};
  u8 byte = {4};
#ifdef __cplusplus
  all = delete_(all);
  CHECK(new_ == 9);
#else
  all = delete(all);
  CHECK(new == 9);
#endif
  CHECK(all.class_ == 2 && all.errno_ == 9);
  CHECK(int_(byte).void_ == 5);
  CHECK(match(union__true).u8_ == 20);
  CHECK(odd_name_1_() == 77);
}

static void packed_aligned(void) {
  Packed packed = {1, 0xFFFFFFFF, 3};
  CHECK(packed_sum(packed) == 1 + 0xFFFFFFFFULL + 3);
  PackedTwo two = {1, 300};
  CHECK(packed_two(&two) == 301);
  Aligned aligned = {1, 2};
  CHECK(aligned_address(&aligned) == 0);
  Outer outer = outer_make();
  CHECK(outer.packed.b == 2 && outer.aligned.y == 5);
}

static void moved(void) {
  Lanes lanes = {1, {2, 3, 4, 5}};
  CHECK(lanes_sum(&lanes) == 15);
  Split split = {1, 2};
  split = split_swap(split);
  CHECK(split.a == 2 && split.b == 1);
  Wide wide = {1, 2};
  wide = wide_swap(wide);
  CHECK(wide.a == 2 && wide.b == 1);
  Nest nest = {lanes, 20, 300 - 56};
  CHECK(nest_end(&nest) == 265);
  Seen both = {4, 2};
  CHECK(seen(&both, NULL) == 42);
}

#ifdef __x86_64__
static int32_t GHOST_CONVENTIONS_WIN64 two(int32_t value) { return value * 2; }

static void conventions(void) {
  CHECK(windows_like(1) == 2 && *unix_like(two) == 'c' && system_like(1) == 3 && unwinding(1) == 4);
}
#else
static void conventions(void) {}
#endif

static void transparent(void) {
  CHECK(meters_add(1, 2.5) == 3.5 && body_make(2).height == 2);
}

int main(void) {
  by_value();
  enumerations();
  callbacks();
  handles();
  nullable();
  arrays();
  wide();
  scalars();
  statics();
  keywords();
  packed_aligned();
  moved();
  conventions();
  transparent();
  return failures != 0;
}
