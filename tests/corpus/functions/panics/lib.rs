//! Functions of which each is right (`ok_`) or can be made to panic (`bad_`) by itself.
#![allow(clippy::all, clippy::pedantic)]
use std::ffi::{c_char, c_int, c_void, CStr};
use std::panic::{catch_unwind, AssertUnwindSafe};
mod grid;
use grid::Grid;
const LEVELS: [u32; 5] = [1, 2, 3, 4, 5];
static NAMES: &[&str] = &["a", "b", "c"];
#[derive(Clone, Copy)]
enum Kind {
    A,
    B,
}
impl Kind {
    fn from_raw(v: u32) -> Self {
        match v {
            0 => Kind::A,
            1 => Kind::B,
            other => panic!("kind {other}"),
        }
    }
}
impl From<u32> for Kind {
    fn from(v: u32) -> Self {
        match v {
            0 => Kind::A,
            1 => Kind::B,
            _ => unreachable!("kind"),
        }
    }
}
unsafe fn bytes<'a>(p: *const u8, n: usize) -> &'a [u8] {
    std::slice::from_raw_parts(p, n)
}
#[no_mangle]
pub extern "C" fn bad_01(i: usize) -> u32 {
    LEVELS[i]
}
#[no_mangle]
pub extern "C" fn bad_02(i: u32) -> u32 {
    NAMES[i as usize].len() as u32
}
#[no_mangle]
pub extern "C" fn bad_03(i: u32) -> u32 {
    *LEVELS.get(i as usize).unwrap()
}
#[no_mangle]
pub extern "C" fn bad_04(i: u32) -> u32 {
    let k = Kind::from_raw(i);
    k as u32
}
#[no_mangle]
pub extern "C" fn bad_05(i: u32) -> u32 {
    let k: Kind = i.into();
    k as u32
}
#[no_mangle]
pub extern "C" fn bad_07(a: i32, b: i32) -> i32 {
    a / b
}
#[no_mangle]
pub extern "C" fn bad_08(a: u32, b: u32) -> u32 {
    let step = b;
    a % step
}
#[no_mangle]
pub unsafe extern "C" fn bad_09(p: *const u8, n: usize) -> u8 {
    bytes(p, n)[0]
}
#[no_mangle]
pub unsafe extern "C" fn bad_10(p: *const u8, n: usize) -> u32 {
    u32::from_le_bytes(bytes(p, n)[..4].try_into().unwrap())
}
#[no_mangle]
pub unsafe extern "C" fn bad_11(p: *const u8, n: usize, at: usize) -> u8 {
    let b = bytes(p, n);
    b[at]
}
#[no_mangle]
pub unsafe extern "C" fn bad_12(p: *const u8, n: usize, at: usize) -> usize {
    let b = bytes(p, n);
    let (l, _) = b.split_at(at);
    l.len()
}
#[no_mangle]
pub unsafe extern "C" fn bad_13(s: *const c_char) -> i32 {
    CStr::from_ptr(s).to_str().unwrap_or("").parse::<i32>().unwrap()
}
#[no_mangle]
pub unsafe extern "C" fn bad_14(s: *const c_char) -> i32 {
    let t = CStr::from_ptr(s).to_string_lossy();
    let (a, _) = t.split_once(':').expect("colon");
    a.len() as i32
}
#[no_mangle]
pub unsafe extern "C" fn bad_15(g: *mut Grid, x: u32, y: u32) -> u8 {
    (*g).at(x as usize, y as usize)
}
#[no_mangle]
pub unsafe extern "C" fn bad_16(g: *mut Grid, x: u32, y: u32, v: u8) {
    let g = &mut *g;
    g.set(x as usize, y as usize, v);
}
#[no_mangle]
pub extern "C" fn bad_17(v: i64) -> u8 {
    u8::try_from(v).unwrap()
}
#[no_mangle]
pub extern "C" fn bad_18(v: i64) -> u8 {
    let b: u8 = v.try_into().expect("byte");
    b
}
#[no_mangle]
pub extern "C" fn bad_19(c: u32) -> u32 {
    char::from_u32(c).unwrap().len_utf8() as u32
}
#[no_mangle]
pub extern "C" fn bad_20(k: c_int) -> c_int {
    match k {
        0 => 1,
        1 => 2,
        _ => unreachable!(),
    }
}
#[no_mangle]
pub extern "C" fn bad_21(k: c_int) -> c_int {
    if k < 0 {
        panic!("negative")
    }
    k
}
#[no_mangle]
pub extern "C" fn bad_22(k: c_int) -> c_int {
    assert!(k >= 0, "negative");
    k
}
#[no_mangle]
pub unsafe extern "C" fn bad_23(p: *const u8, n: usize, out: *mut u8, m: usize) {
    let o = std::slice::from_raw_parts_mut(out, m);
    o.copy_from_slice(bytes(p, n));
}
#[no_mangle]
pub unsafe extern "C" fn bad_24(s: *const c_char, n: usize) -> usize {
    let t = CStr::from_ptr(s).to_str().unwrap_or_default();
    t[..n.min(t.len())].chars().count()
}
#[no_mangle]
pub extern "C" fn bad_25(secs: f64) -> u64 {
    std::time::Duration::from_secs_f64(secs).as_millis() as u64
}
#[no_mangle]
pub unsafe extern "C" fn bad_26(p: *const u32, n: usize, k: usize) -> u32 {
    std::slice::from_raw_parts(p, n).chunks(k).count() as u32
}
#[no_mangle]
pub unsafe extern "C" fn bad_27(p: *const f64, n: usize) -> f64 {
    *std::slice::from_raw_parts(p, n).iter().max_by(|a, b| a.partial_cmp(b).unwrap()).unwrap()
}
#[no_mangle]
pub unsafe extern "C" fn bad_28(g: *mut Grid) -> u8 {
    (*g).pop().unwrap()
}
#[no_mangle]
pub unsafe extern "C" fn bad_29(g: *const Grid, id: u32) -> u8 {
    (*g).find(id).expect("no such id")
}
#[no_mangle]
pub unsafe extern "C" fn bad_30(g: *const Grid, id: u32) -> u8 {
    let g = &*g;
    g.by_id[&id]
}
#[no_mangle]
pub extern "C" fn bad_31(a: u32, b: u32) -> u32 {
    let d = a.checked_sub(b).expect("b > a");
    d
}
#[no_mangle]
pub extern "C" fn bad_32(n: u32, lo: i32, hi: i32) -> i32 {
    (n as i32).clamp(lo, hi)
}
#[no_mangle]
pub unsafe extern "C" fn bad_33(p: *const u8, n: usize) -> u8 {
    let b = bytes(p, n);
    let mut s = 0;
    for i in 0..=n {
        s ^= b[i];
    }
    s
}
#[no_mangle]
pub unsafe extern "C" fn bad_34(p: *const u8, n: usize) -> u8 {
    let b = bytes(p, n);
    *b.last().unwrap()
}
#[no_mangle]
pub unsafe extern "C" fn bad_35(p: *const u8, n: usize) -> u8 {
    let b = bytes(p, n);
    let mut it = b.iter();
    *it.next().unwrap()
}
#[no_mangle]
pub unsafe extern "C" fn bad_36(v: *mut Vec<u32>, i: usize) -> u32 {
    (*v).remove(i)
}
#[no_mangle]
pub unsafe extern "C" fn bad_37(v: *mut Vec<u32>, i: usize) -> u32 {
    let v = &mut *v;
    v.swap_remove(i)
}
#[no_mangle]
pub extern "C" fn bad_38(y: i32, m: u32) -> u32 {
    days(y, m)
}
fn days(_y: i32, m: u32) -> u32 {
    const D: [u32; 12] = [31; 12];
    D[m as usize - 1]
}
#[no_mangle]
pub extern "C-unwind" fn bad_39(i: usize) -> u32 {
    LEVELS[i]
}
#[no_mangle]
pub unsafe extern "C" fn bad_40(g: *mut Grid, i: usize) -> i32 {
    let r = catch_unwind(AssertUnwindSafe(|| {
        let g = &mut *g;
        g.count += 1;
        g.cells[i] = 1;
        g.sum += 1;
    }));
    if r.is_err() {
        -1
    } else {
        0
    }
}
#[no_mangle]
pub extern "C" fn ok_01(i: usize) -> u32 {
    if i < LEVELS.len() {
        LEVELS[i]
    } else {
        0
    }
}
#[no_mangle]
pub extern "C" fn ok_02(i: usize) -> u32 {
    if i >= 5 {
        return 0;
    }
    LEVELS[i]
}
#[no_mangle]
pub extern "C" fn ok_03(i: usize) -> u32 {
    LEVELS[i % LEVELS.len()]
}
#[no_mangle]
pub extern "C" fn ok_04(i: usize) -> u32 {
    LEVELS[std::cmp::min(i, 4)]
}
#[no_mangle]
pub extern "C" fn ok_05(i: usize) -> u32 {
    let i = i.min(LEVELS.len() - 1);
    LEVELS[i]
}
#[no_mangle]
pub extern "C" fn ok_06(a: i32, b: i32) -> i32 {
    if b == 0 {
        0
    } else {
        a.wrapping_div(b)
    }
}
#[no_mangle]
pub extern "C" fn ok_07(a: u32, b: u32) -> u32 {
    match b {
        0 => 0,
        b => a / b,
    }
}
#[no_mangle]
pub extern "C" fn ok_08(a: u32, b: u32) -> u32 {
    let b = b.max(1);
    a / b
}
#[no_mangle]
pub extern "C" fn ok_09(a: u32, b: u32) -> u32 {
    a / (b | 1)
}
#[no_mangle]
pub extern "C" fn ok_10(a: u32, b: u32) -> u32 {
    let Some(b) = std::num::NonZeroU32::new(b) else { return 0 };
    a / b
}
#[no_mangle]
pub unsafe extern "C" fn ok_11(p: *const u8, n: usize) -> u8 {
    let b = bytes(p, n);
    if b.is_empty() {
        return 0;
    }
    b[0]
}
#[no_mangle]
pub unsafe extern "C" fn ok_12(p: *const u8, n: usize) -> u32 {
    let b = bytes(p, n);
    if b.len() < 4 {
        return 0;
    }
    u32::from_le_bytes(b[..4].try_into().unwrap())
}
#[no_mangle]
pub unsafe extern "C" fn ok_13(p: *const u8, n: usize, at: usize) -> u8 {
    let b = bytes(p, n);
    match b.get(at) {
        Some(x) => *x,
        None => 0,
    }
}
#[no_mangle]
pub unsafe extern "C" fn ok_14(p: *const u8, n: usize) -> u8 {
    let b = bytes(p, n);
    let mut s = 0;
    for i in 0..n {
        s ^= b[i];
    }
    s
}
#[no_mangle]
pub unsafe extern "C" fn ok_15(p: *const u8, n: usize) -> u8 {
    let b = bytes(p, n);
    let mut s = 0;
    let mut i = 0;
    while i < n {
        s ^= b[i];
        i += 1;
    }
    s
}
#[no_mangle]
pub extern "C" fn ok_16(len: u32) -> usize {
    let n: usize = len.try_into().unwrap();
    n
}
#[no_mangle]
pub extern "C" fn ok_17(len: u32) -> usize {
    usize::try_from(len).unwrap()
}
#[no_mangle]
pub extern "C" fn ok_18(len: u8) -> i32 {
    i32::try_from(len).expect("fits")
}
#[no_mangle]
pub unsafe extern "C" fn ok_19(p: *const u8, n: u32) -> usize {
    std::slice::from_raw_parts(p, n.try_into().unwrap()).len()
}
#[no_mangle]
pub extern "C" fn ok_20(i: usize) -> u32 {
    let ok = i < 5;
    if !ok {
        return 0;
    }
    LEVELS[i]
}
#[no_mangle]
pub extern "C" fn ok_21(i: usize) -> u32 {
    if !valid(i) {
        return 0;
    }
    LEVELS[i]
}
fn valid(i: usize) -> bool {
    i < LEVELS.len()
}
#[no_mangle]
pub extern "C" fn ok_22(k: u32) -> u32 {
    match k {
        0..=2 => LEVELS[k as usize],
        _ => 0,
    }
}
#[no_mangle]
pub extern "C" fn ok_23(k: u32) -> u32 {
    match k {
        k if k < 5 => LEVELS[k as usize],
        _ => 0,
    }
}
#[no_mangle]
pub extern "C" fn ok_24(k: u32) -> u32 {
    let Ok(i) = usize::try_from(k) else { return 0 };
    if i > 4 {
        0
    } else {
        LEVELS[i]
    }
}
#[no_mangle]
pub extern "C" fn ok_25(i: c_int) -> u32 {
    if !(0..5).contains(&i) {
        return 0;
    }
    LEVELS[i as usize]
}
#[no_mangle]
pub unsafe extern "C" fn ok_26(g: *mut Grid, x: u32, y: u32) -> u8 {
    let g = &*g;
    if x >= g.w || y >= g.h {
        return 0;
    }
    g.cells[(y * g.w + x) as usize]
}
#[no_mangle]
pub unsafe extern "C" fn ok_27(g: *mut Grid, x: u32, y: u32) -> u8 {
    let g = &*g;
    if !g.inside(x, y) {
        return 0;
    }
    g.cells[g.index(x, y)]
}
#[no_mangle]
pub unsafe extern "C" fn ok_28(g: *mut Grid, x: u32) -> u8 {
    let g = &*g;
    let Some(i) = g.slot(x) else { return 0 };
    g.cells[i]
}
#[no_mangle]
pub unsafe extern "C" fn ok_29(s: *const c_char) -> i32 {
    catch_unwind(|| CStr::from_ptr(s).to_str().unwrap().parse::<i32>().unwrap()).unwrap_or(-1)
}
#[no_mangle]
pub extern "C" fn ok_30(r: u8, g: u8) -> u8 {
    const T: [u8; 256] = [0; 256];
    T[r as usize] ^ T[usize::from(g)]
}
#[no_mangle]
pub extern "C" fn ok_31(d: u64) -> u64 {
    if d > 0 {
        1000 / d
    } else {
        0
    }
}
#[no_mangle]
pub extern "C" fn ok_32(d: u64) -> u64 {
    (d > 0).then(|| 1000 / d).unwrap_or(0)
}
#[no_mangle]
pub unsafe extern "C" fn ok_33(u: *mut c_void, cb: Option<extern "C" fn(*mut c_void)>) -> i32 {
    match cb {
        Some(cb) => {
            cb(u);
            0
        }
        None => -1,
    }
}
#[no_mangle]
pub unsafe extern "C" fn ok_34(p: *const u8, n: usize, out: *mut u8, m: usize) -> bool {
    if m < n {
        return false;
    }
    let o = std::slice::from_raw_parts_mut(out, m);
    o[..n].copy_from_slice(bytes(p, n));
    true
}
#[no_mangle]
pub unsafe extern "C" fn ok_35(p: *const u8, n: usize) -> u32 {
    let b = bytes(p, n);
    b.chunks_exact(4).map(|c| u32::from_le_bytes(c.try_into().unwrap())).sum()
}
#[no_mangle]
pub unsafe extern "C" fn ok_36(p: *const u8, n: usize) -> u32 {
    let b = bytes(p, n);
    let Some((head, _)) = b.split_first_chunk::<4>() else { return 0 };
    u32::from_le_bytes(*head)
}
#[no_mangle]
pub unsafe extern "C" fn ok_37(p: *const u8, n: usize) -> u8 {
    let b = bytes(p, n);
    let end = b.iter().position(|c| *c == 0).unwrap_or(b.len());
    b[..end].len() as u8
}
#[no_mangle]
pub unsafe extern "C" fn ok_38(v: *mut Vec<u32>, i: usize) -> u32 {
    let v = &mut *v;
    if i < v.len() {
        v.remove(i)
    } else {
        0
    }
}
#[no_mangle]
pub unsafe extern "C" fn ok_39(p: *const u8, n: usize) -> u8 {
    let b = bytes(p, n);
    b.windows(2).map(|w| w[0] ^ w[1]).fold(0, |a, b| a ^ b)
}
#[no_mangle]
pub extern "C" fn ok_40(i: u32) -> u32 {
    let table = [0u32; 16];
    table[(i & 0xf) as usize] + table[(i >> 28) as usize]
}
#[no_mangle]
pub unsafe extern "C" fn ok_41(p: *const u8, n: usize) -> i32 {
    std::str::from_utf8(bytes(p, n)).map_or(-1, |t| t.len() as i32)
}
#[no_mangle]
pub unsafe extern "C" fn ok_42(s: *const c_char) -> i32 {
    let Some(t) = CStr::from_ptr(s).to_str().ok() else { return -1 };
    let mut parts = t.split(',');
    let first = parts.next().unwrap();
    first.len() as i32
}
#[no_mangle]
pub extern "C" fn ok_43(a: u32) -> u32 {
    let v: Vec<u32> = (0..a.min(9)).collect();
    v.iter().copied().max().unwrap_or(0)
}
#[no_mangle]
pub extern "C" fn ok_44(a: u32) -> u32 {
    let mut h = [0u8; 8];
    h[..4].copy_from_slice(&a.to_le_bytes());
    u32::from_le_bytes(h[..4].try_into().unwrap())
}
#[no_mangle]
pub unsafe extern "C" fn ok_50(p: *const u8, n: usize) -> u8 {
    if p.is_null() || n == 0 {
        return 0;
    }
    let b = bytes(p, n);
    *b.last().unwrap()
}
#[no_mangle]
pub extern "C" fn ok_51(v: i64) -> u8 {
    if v < 0 || v > 255 {
        return 0;
    }
    u8::try_from(v).unwrap()
}
#[no_mangle]
pub unsafe extern "C" fn ok_52(s: *const c_char) -> i32 {
    let t = CStr::from_ptr(s).to_string_lossy();
    if !t.contains(':') {
        return 0;
    }
    let (a, _) = t.split_once(':').expect("colon");
    a.len() as i32
}
#[no_mangle]
pub extern "C" fn ok_53(i: usize) -> u32 {
    if i >= 5 {
        return 0;
    }
    *LEVELS.get(i).unwrap()
}
#[no_mangle]
pub extern "C" fn ok_54(v: i32) -> usize {
    if v < 0 {
        return 0;
    }
    let n: usize = v.try_into().unwrap();
    n
}
#[no_mangle]
pub unsafe extern "C" fn ok_55(g: *mut Grid) -> u8 {
    let g = &mut *g;
    if g.cells.is_empty() {
        return 0;
    }
    g.pop().unwrap()
}
#[no_mangle]
pub unsafe extern "C" fn ok_56(p: *const u8, n: usize) -> u8 {
    let b = bytes(p, n);
    if b.len() != 4 {
        return 0;
    }
    let [a, ..] = b else { return 0 };
    *a ^ b[3]
}
#[no_mangle]
pub unsafe extern "C" fn ok_57(v: *mut Vec<u32>) -> u32 {
    let v = &mut *v;
    while v.len() > 4 {
        v.pop().unwrap();
    }
    v.len() as u32
}
#[no_mangle]
pub unsafe extern "C" fn ok_58(p: *const u8, n: usize, out: *mut u8) -> i32 {
    if n != 16 {
        return -1;
    }
    let b = bytes(p, n);
    let mut h = [0u8; 16];
    h.copy_from_slice(b);
    std::slice::from_raw_parts_mut(out, 16).copy_from_slice(&h);
    0
}
#[no_mangle]
pub unsafe extern "C" fn ok_59(p: *const u8, n: usize) -> i32 {
    let b = bytes(p, n);
    let key: [u8; 4] = match b.try_into() {
        Ok(k) => k,
        Err(_) => return -1,
    };
    key[0] as i32
}
#[no_mangle]
pub unsafe extern "C" fn ok_60(p: *const f64, n: usize) -> f64 {
    let mut v = std::slice::from_raw_parts(p, n).to_vec();
    v.sort_by(|a, b| a.total_cmp(b));
    if v.is_empty() {
        return 0.0;
    }
    v[v.len() / 2]
}
#[no_mangle]
pub unsafe extern "C" fn ok_61(p: *const f64, n: usize) -> f64 {
    let v = std::slice::from_raw_parts(p, n);
    v.iter().sum::<f64>() / v.len() as f64
}
#[no_mangle]
pub extern "C" fn ok_62(a: f64, b: f64) -> f64 {
    a / b
}
#[no_mangle]
pub unsafe extern "C" fn ok_63(p: *const u8, n: usize) -> u32 {
    let b = bytes(p, n);
    let mut at = 0;
    let mut s = 0;
    while at + 4 <= b.len() {
        s += u32::from_be_bytes([b[at], b[at + 1], b[at + 2], b[at + 3]]);
        at += 4;
    }
    s
}
#[no_mangle]
pub unsafe extern "C" fn ok_64(g: *const Grid, x: i32, y: i32) -> i32 {
    let g = &*g;
    let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return -1 };
    if !g.inside(x, y) {
        return -1;
    }
    i32::from(g.cells[g.index(x, y)])
}
#[no_mangle]
pub extern "C" fn ok_65(m: u32) -> u32 {
    let m = match m {
        1..=12 => m,
        _ => return 0,
    };
    days(2000, m)
}
#[no_mangle]
pub extern "C" fn ok_66(base: u32, v: u32) -> u32 {
    if !(2..=36).contains(&base) {
        return 0;
    }
    char::from_digit(v % base, base).map_or(0, |c| c as u32)
}
#[no_mangle]
pub extern "C" fn ok_67(lo: i32, hi: i32, v: i32) -> i32 {
    if lo > hi {
        return v;
    }
    v.clamp(lo, hi)
}
#[no_mangle]
pub extern "C" fn ok_68(secs: f64) -> u64 {
    if !(secs.is_finite() && (0.0..1e9).contains(&secs)) {
        return 0;
    }
    std::time::Duration::from_secs_f64(secs).as_millis() as u64
}
#[no_mangle]
pub unsafe extern "C" fn ok_69(p: *const u32, n: usize, k: usize) -> u32 {
    let Some(k) = std::num::NonZeroUsize::new(k) else { return 0 };
    std::slice::from_raw_parts(p, n).chunks(k.get()).count() as u32
}
