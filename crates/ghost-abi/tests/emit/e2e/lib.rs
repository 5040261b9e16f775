//! What the golden interfaces describe, for real: built as one static library, called from C, C++
//! and Zig through the emitted text.
#![allow(non_camel_case_types, non_snake_case, non_upper_case_globals, static_mut_refs)]

use std::ffi::{CStr, CString, c_char, c_int, c_long, c_longlong, c_short, c_uint, c_ulong, c_ulonglong, c_ushort, c_void};
use std::ptr::NonNull;

mod by_value {
    #[repr(C)]
    pub struct Point {
        x: f32,
        y: f32,
    }
    #[repr(C)]
    pub struct Mixed {
        a: u8,
        b: f64,
    }
    #[repr(C)]
    pub struct Large {
        values: [f64; 4],
        tag: u8,
    }
    #[unsafe(no_mangle)]
    extern "C" fn point_add(a: Point, b: Point) -> Point {
        Point { x: a.x + b.x, y: a.y + b.y }
    }
    #[unsafe(no_mangle)]
    extern "C" fn mixed_swap(m: Mixed) -> Mixed {
        Mixed { a: m.b as u8, b: f64::from(m.a) }
    }
    #[unsafe(no_mangle)]
    extern "C" fn large_make(seed: f64) -> Large {
        Large { values: [seed, seed * 2.0, seed * 3.0, seed * 4.0], tag: 7 }
    }
    #[unsafe(no_mangle)]
    extern "C" fn large_sum(large: Large) -> f64 {
        large.values.iter().sum::<f64>() + f64::from(large.tag)
    }
    #[unsafe(no_mangle)]
    extern "C" fn large_map(large: Large, by: Point) -> Large {
        Large { values: large.values.map(|v| v * f64::from(by.x) + f64::from(by.y)), tag: large.tag + 1 }
    }
}

mod enums {
    #[repr(u8)]
    pub enum Color {
        Red,
        Green,
        Blue = 200,
    }
    #[repr(C)]
    pub enum ErrorCode {
        Success,
        InvalidInput,
        OutOfMemory,
    }
    #[repr(i32)]
    pub enum Signed {
        Minus = -1,
        Zero,
        Plus,
    }
    #[repr(u64)]
    pub enum Huge {
        Low = 1,
        High = u64::MAX,
    }
    #[unsafe(no_mangle)]
    extern "C" fn color_next(color: Color) -> Color {
        match color {
            Color::Red => Color::Green,
            Color::Green => Color::Blue,
            Color::Blue => Color::Red,
        }
    }
    #[unsafe(no_mangle)]
    extern "C" fn error_of(value: i32) -> ErrorCode {
        match value {
            0 => ErrorCode::Success,
            1 => ErrorCode::InvalidInput,
            _ => ErrorCode::OutOfMemory,
        }
    }
    #[unsafe(no_mangle)]
    extern "C" fn sign_of(value: i32) -> Signed {
        match value.signum() {
            -1 => Signed::Minus,
            0 => Signed::Zero,
            _ => Signed::Plus,
        }
    }
    #[unsafe(no_mangle)]
    extern "C" fn huge_other(huge: Huge) -> Huge {
        match huge {
            Huge::Low => Huge::High,
            Huge::High => Huge::Low,
        }
    }
    #[unsafe(no_mangle)]
    extern "C" fn level_raise(level: i32) -> i32 {
        level + 5
    }
}

mod unions {
    #[repr(C)]
    #[derive(Clone, Copy)]
    pub union Number {
        whole: i64,
        real: f64,
        raw: [u8; 8],
    }
    #[repr(u32)]
    #[derive(Clone, Copy)]
    pub enum Kind {
        Whole,
        Real,
    }
    #[repr(C)]
    pub struct Tagged {
        kind: Kind,
        number: Number,
    }
    #[unsafe(no_mangle)]
    extern "C" fn number_double(number: Tagged) -> Tagged {
        let doubled = match number.kind {
            Kind::Whole => Number { whole: unsafe { number.number.whole } * 2 },
            Kind::Real => Number { real: unsafe { number.number.real } * 2.0 },
        };
        Tagged { kind: number.kind, number: doubled }
    }
    #[unsafe(no_mangle)]
    extern "C" fn number_of(whole: i64) -> Number {
        Number { whole }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn number_first_byte(number: *const Number) -> u8 {
        unsafe { (*number).raw[0] }
    }
}

mod callbacks {
    use super::*;
    type Visitor = Option<unsafe extern "C" fn(*mut c_void, i32) -> bool>;
    #[repr(C)]
    pub struct Events {
        user_data: *mut c_void,
        on_event: Option<unsafe extern "C" fn(*mut c_void, i32)>,
        next: Option<unsafe extern "C" fn(&Events) -> *const Events>,
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn for_each(xs: *const i32, n: usize, visitor: Visitor, user: *mut c_void) -> usize {
        let (false, Some(visitor)) = (xs.is_null(), visitor) else { return 0 };
        unsafe { std::slice::from_raw_parts(xs, n).iter().take_while(|x| visitor(user, **x)).count() }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn events_fire(events: Events, value: i32) -> bool {
        let Some(on_event) = events.on_event else { return false };
        unsafe { on_event(events.user_data, value) };
        events.next.is_some_and(|next| !unsafe { next(&events) }.is_null())
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn sort_by(xs: *mut i32, n: usize, compare: extern "C" fn(&i32, &i32) -> c_int) {
        unsafe { std::slice::from_raw_parts_mut(xs, n) }.sort_by(|a, b| compare(a, b).cmp(&0));
    }
    extern "C" fn add(a: i32, b: i32) -> i32 {
        a + b
    }
    #[unsafe(no_mangle)]
    extern "C" fn adder() -> Option<extern "C" fn(i32, i32) -> i32> {
        Some(add)
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn nested(
        done: Option<unsafe extern "C" fn(*mut c_void, Option<unsafe extern "C" fn(u8)>) -> *const c_char>,
    ) {
        if let Some(done) = done {
            unsafe { done(std::ptr::null_mut(), None) };
        }
    }
}

mod handles {
    use super::*;
    pub struct Counter(i64);
    pub struct Session {
        name: String,
        total: usize,
    }
    #[repr(C)]
    pub enum Status {
        Ok,
        Failed,
        Busy = 7,
    }
    #[unsafe(no_mangle)]
    extern "C" fn counter_new(start: i64) -> *mut Counter {
        if start < 0 { std::ptr::null_mut() } else { Box::into_raw(Box::new(Counter(start))) }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn counter_add(counter: *mut Counter, by: i64) -> i64 {
        let Some(counter) = (unsafe { counter.as_mut() }) else { return -1 };
        counter.0 += by;
        counter.0
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn counter_name(counter: *const Counter) -> *mut c_char {
        match unsafe { counter.as_ref() } {
            Some(counter) => CString::new(format!("counter {}", counter.0)).unwrap().into_raw(),
            None => std::ptr::null_mut(),
        }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn counter_free(counter: *mut Counter) {
        if !counter.is_null() {
            drop(unsafe { Box::from_raw(counter) });
        }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn free_string(text: *mut c_char) {
        if !text.is_null() {
            drop(unsafe { CString::from_raw(text) });
        }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn session_open(name: *const c_char, out: *mut *mut Session) -> Status {
        let name = unsafe { CStr::from_ptr(name) }.to_str().unwrap_or_default().to_owned();
        match name.as_str() {
            "" => Status::Failed,
            "busy" => Status::Busy,
            _ => {
                unsafe { *out = Box::into_raw(Box::new(Session { name, total: 0 })) };
                Status::Ok
            }
        }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn session_write(session: &mut Session, data: *const u8, len: usize) -> Status {
        if len == 0 {
            return Status::Failed;
        }
        let data = unsafe { std::slice::from_raw_parts(data, len) };
        session.total += data.iter().map(|b| usize::from(*b)).sum::<usize>() + session.name.len();
        Status::Ok
    }
    #[unsafe(no_mangle)]
    extern "C" fn session_total(session: Option<&Session>) -> usize {
        session.map_or(0, |session| session.total)
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn session_close(session: *mut Session) {
        if !session.is_null() {
            drop(unsafe { Box::from_raw(session) });
        }
    }
}

mod nullable {
    use super::*;
    #[repr(C)]
    pub struct Item {
        id: u32,
    }
    #[unsafe(no_mangle)]
    extern "C" fn item_id(item: &Item) -> u32 {
        item.id
    }
    #[unsafe(no_mangle)]
    extern "C" fn item_or(item: Option<&Item>, other: u32) -> u32 {
        item.map_or(other, |item| item.id)
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn item_bump(mut item: NonNull<Item>) -> NonNull<Item> {
        unsafe { item.as_mut().id += 1 };
        item
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn items_first(items: *const Item) -> *const Item {
        items
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn text_len(text: *const c_char) -> usize {
        unsafe { CStr::from_ptr(text) }.to_bytes().len()
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn text_find(text: *const c_char) -> *const c_char {
        if text.is_null() || unsafe { *text } == 0 { std::ptr::null() } else { unsafe { text.add(1) } }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn values_until(values: *const i32) -> usize {
        (0..).take_while(|i| unsafe { *values.add(*i) } != -1).count()
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn names_count(names: *const *const c_char) -> usize {
        (0..).take_while(|i| unsafe { !(*names.add(*i)).is_null() }).count()
    }
}

mod arrays {
    use super::*;
    #[repr(C)]
    pub struct Matrix {
        cells: [[f32; 4]; 4],
    }
    #[repr(C)]
    pub struct Name {
        len: usize,
        text: [c_char; 16],
        parts: [*const u8; 2],
    }
    #[repr(C)]
    pub struct Tail {
        count: u32,
        items: [u32; 0],
    }
    #[unsafe(no_mangle)]
    extern "C" fn matrix_transpose(matrix: Matrix) -> Matrix {
        Matrix { cells: std::array::from_fn(|r| std::array::from_fn(|c| matrix.cells[c][r])) }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn matrix_rows(rows: *const [f32; 4], n: usize) -> f32 {
        unsafe { std::slice::from_raw_parts(rows, n) }.iter().flatten().sum()
    }
    #[unsafe(no_mangle)]
    extern "C" fn row_sum(row: &[i16; 3]) -> i32 {
        row.iter().map(|v| i32::from(*v)).sum()
    }
    #[unsafe(no_mangle)]
    extern "C" fn name_of(index: u32) -> Name {
        static PARTS: [u8; 2] = [11, 22];
        let mut text = [0; 16];
        for (to, from) in text.iter_mut().zip(format!("name {index}").bytes()) {
            *to = from as c_char;
        }
        Name { len: 6, text, parts: [&PARTS[0], &PARTS[1]] }
    }
    #[unsafe(no_mangle)]
    extern "C" fn tail_sum(tail: &Tail) -> u32 {
        let items = (&raw const tail.items).cast::<u32>();
        // The items lie behind what the reference covers, which is only right here because the
        // callers own the whole.
        (0..tail.count as usize).map(|i| unsafe { *items.add(i) }).sum()
    }
}

mod wide {
    #[repr(C)]
    pub struct Pair {
        small: u8,
        wide: u128,
    }
    #[repr(C)]
    pub struct Holder {
        pair: *const Pair,
    }
    #[unsafe(no_mangle)]
    extern "C" fn wide_mul(a: u64, b: u64) -> u128 {
        u128::from(a) * u128::from(b)
    }
    #[unsafe(no_mangle)]
    extern "C" fn wide_neg(a: i128) -> i128 {
        -a
    }
    #[unsafe(no_mangle)]
    extern "C" fn wide_pair(pair: Pair) -> Pair {
        Pair { small: pair.small + 1, wide: !pair.wide }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn wide_holder(holder: Holder) -> u64 {
        unsafe { (*holder.pair).wide as u64 }
    }
}

mod scalars {
    use super::*;
    macro_rules! same {
        ($($name:ident $ty:ty,)*) => {$(
            #[unsafe(no_mangle)]
            extern "C" fn $name(value: $ty) -> $ty {
                value
            }
        )*};
    }
    same! {
        same_bool bool, same_char u32, same_u8 u8, same_i8 i8, same_u16 u16, same_i16 i16, same_u32 u32,
        same_i32 i32, same_u64 u64, same_i64 i64, same_usize usize, same_isize isize, same_f32 f32,
        same_f64 f64, same_c_char c_char, same_c_schar i8, same_c_uchar u8, same_c_short c_short,
        same_c_ushort c_ushort, same_c_int c_int, same_c_uint c_uint, same_c_long c_long,
        same_c_ulong c_ulong, same_c_longlong c_longlong, same_c_ulonglong c_ulonglong,
    }
}

mod statics {
    #[repr(C)]
    pub struct Version {
        major: u32,
        minor: u32,
    }
    #[unsafe(no_mangle)]
    static VERSION: Version = Version { major: 3, minor: 14 };
    #[unsafe(no_mangle)]
    static mut counter: u64 = 40;
    #[unsafe(no_mangle)]
    static PRIMES: [u16; 5] = [2, 3, 5, 7, 11];
    static SECRET: u8 = 1;
    #[unsafe(no_mangle)]
    static GREETING: &u8 = &SECRET;
    #[unsafe(no_mangle)]
    static mut hook: Option<extern "C" fn(i32) -> i32> = None;
    #[unsafe(no_mangle)]
    static new: u8 = 9;
    #[unsafe(no_mangle)]
    unsafe extern "C" fn count() -> u64 {
        unsafe {
            counter += hook.map_or(1, |call| call(1) as u64);
            counter
        }
    }
}

mod keywords {
    #[repr(C)]
    pub struct All([u32; 8]);
    #[repr(C)]
    pub struct Byte(u8);
    #[repr(C)]
    pub struct Own(u32);
    #[unsafe(no_mangle)]
    extern "C" fn delete(all: All) -> All {
        All(all.0.map(|v| v + 1))
    }
    #[unsafe(export_name = "int")]
    extern "C" fn int_(a: Byte) -> Byte {
        Byte(a.0 + 1)
    }
    #[unsafe(export_name = "match")]
    extern "C" fn match_(kind: u32) -> Own {
        Own(kind * 10)
    }
    #[unsafe(export_name = "odd.name$1")]
    extern "C" fn odd() -> i32 {
        77
    }
}

mod packed_aligned {
    #[repr(C, packed)]
    pub struct Packed {
        a: u8,
        b: u32,
        c: u16,
    }
    #[repr(C, packed(2))]
    pub struct PackedTwo {
        a: u8,
        b: u64,
    }
    #[repr(C, align(32))]
    pub struct Aligned {
        x: f32,
        y: f32,
    }
    #[repr(C)]
    pub struct Outer {
        packed: Packed,
        aligned: Aligned,
    }
    #[repr(C)]
    pub struct Lazy {
        x: u64,
    }
    #[unsafe(no_mangle)]
    extern "C" fn packed_sum(packed: Packed) -> u64 {
        u64::from(packed.a) + u64::from(packed.b) + u64::from(packed.c)
    }
    #[repr(C)]
    pub struct Floats {
        xyz: [f32; 3],
    }
    #[unsafe(no_mangle)]
    extern "C" fn floats_scale(floats: Floats, by: f32) -> Floats {
        Floats { xyz: floats.xyz.map(|v| v * by) }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn packed_two(packed: *const PackedTwo) -> u64 {
        unsafe { u64::from((*packed).a) + (*packed).b }
    }
    #[unsafe(no_mangle)]
    extern "C" fn aligned_address(aligned: *const Aligned) -> usize {
        aligned as usize % 32
    }
    #[unsafe(no_mangle)]
    extern "C" fn outer_make() -> Outer {
        Outer { packed: Packed { a: 1, b: 2, c: 3 }, aligned: Aligned { x: 4.0, y: 5.0 } }
    }
    #[unsafe(no_mangle)]
    extern "C" fn lazy(lazy: Lazy) -> u64 {
        lazy.x
    }
}

mod moved {
    #[repr(C, align(16))]
    #[derive(Clone, Copy)]
    pub struct Vector([f32; 4]);
    #[repr(C, align(32))]
    #[derive(Clone, Copy)]
    pub struct To32;
    #[repr(C)]
    pub struct Lanes {
        tag: u8,
        v: Vector,
    }
    #[repr(C)]
    pub struct Split {
        a: u32,
        _align: [u64; 0],
        b: u32,
    }
    #[repr(C)]
    pub struct Wide {
        a: f32,
        _align: [f64; 0],
        b: f32,
    }
    #[repr(C)]
    pub struct Nest {
        lanes: Lanes,
        _align: [To32; 0],
        end: u16,
        third: u8,
    }
    #[repr(C)]
    pub struct Seen {
        a: u16,
        _align: [u64; 0],
        b: u16,
    }
    #[unsafe(no_mangle)]
    extern "C" fn lanes_sum(lanes: &Lanes) -> f32 {
        f32::from(lanes.tag) + lanes.v.0.iter().sum::<f32>()
    }
    #[unsafe(no_mangle)]
    extern "C" fn split_swap(split: Split) -> Split {
        Split { a: split.b, _align: [], b: split.a }
    }
    #[unsafe(no_mangle)]
    extern "C" fn wide_swap(wide: Wide) -> Wide {
        Wide { a: wide.b, _align: [], b: wide.a }
    }
    #[unsafe(no_mangle)]
    extern "C" fn nest_end(nest: &Nest) -> u16 {
        nest.end + u16::from(nest.third) + u16::from(nest.lanes.tag)
    }
    #[unsafe(no_mangle)]
    extern "C" fn seen(seen: &Seen, _other: *const u8) -> u16 {
        seen.a * 10 + seen.b
    }
}

mod nested {
    #[repr(C)]
    pub struct List {
        value: i32,
        next: *const List,
    }
    #[repr(C)]
    pub struct Tree {
        leaf: *const List,
        children: [*mut Tree; 2],
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn list_sum(list: *const List) -> i32 {
        unsafe { list.as_ref() }.map_or(0, |list| list.value + unsafe { list_sum(list.next) })
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn tree_depth(tree: *const Tree) -> u32 {
        let Some(tree) = (unsafe { tree.as_ref() }) else { return 0 };
        1 + tree.children.iter().map(|child| unsafe { tree_depth(*child) }).max().unwrap_or(0)
    }
}

mod transparent {
    use super::*;
    #[repr(transparent)]
    pub struct Meters(f64);
    #[repr(transparent)]
    pub struct Handle(*mut c_void);
    #[repr(C)]
    pub struct Body {
        height: Meters,
        handle: Handle,
    }
    #[unsafe(no_mangle)]
    extern "C" fn meters_add(a: Meters, b: Meters) -> Meters {
        Meters(a.0 + b.0)
    }
    #[unsafe(no_mangle)]
    extern "C" fn body_make(height: Meters) -> Body {
        Body { height, handle: Handle(std::ptr::null_mut()) }
    }
}

#[cfg(target_arch = "x86_64")]
mod conventions {
    static LETTERS: [u8; 3] = *b"abc";
    #[unsafe(no_mangle)]
    extern "win64" fn windows_like(value: i32) -> i32 {
        value + 1
    }
    #[unsafe(no_mangle)]
    extern "sysv64" fn unix_like(call: Option<extern "win64" fn(i32) -> i32>) -> *const u8 {
        &raw const LETTERS[call.map_or(0, |call| call(1)) as usize]
    }
    #[unsafe(no_mangle)]
    extern "system" fn system_like(value: i32) -> i32 {
        value + 2
    }
    #[unsafe(no_mangle)]
    extern "C-unwind" fn unwinding(value: i32) -> i32 {
        value + 3
    }
}
