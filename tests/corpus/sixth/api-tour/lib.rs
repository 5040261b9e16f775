use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::mem::{ManuallyDrop, MaybeUninit};
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, RwLock};
use std::thread::JoinHandle;
thread_local! { static LAST_ERROR: RefCell<Option<CString>> = const { RefCell::new(None) }; }
fn set_error(text: impl Into<Vec<u8>>) {
    let mut bytes = text.into();
    bytes.retain(|b| *b != 0);
    let text = CString::new(bytes).expect("no nul left");
    LAST_ERROR.with_borrow_mut(|e| *e = Some(text));
}
#[no_mangle]
pub extern "C" fn last_error() -> *const c_char {
    LAST_ERROR.with_borrow(|e| e.as_ref().map_or(ptr::null(), |e| e.as_ptr()))
}
#[no_mangle]
pub extern "C" fn clear_error() {
    LAST_ERROR.take();
}
// handle table
static NEXT: AtomicU64 = AtomicU64::new(1);
static OPEN: OnceLock<Mutex<HashMap<u64, Vec<u8>>>> = OnceLock::new();
fn open() -> &'static Mutex<HashMap<u64, Vec<u8>>> {
    OPEN.get_or_init(Mutex::default)
}
#[no_mangle]
pub extern "C" fn buf_open() -> u64 {
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    open().lock().unwrap_or_else(|e| e.into_inner()).insert(id, Vec::new());
    id
}
#[no_mangle]
pub unsafe extern "C" fn buf_write(id: u64, p: *const u8, n: usize) -> c_int {
    let Ok(mut all) = open().lock() else { return -1 };
    let Some(b) = all.get_mut(&id) else {
        set_error("no such buffer");
        return -2;
    };
    if p.is_null() {
        return -3;
    }
    b.extend_from_slice(std::slice::from_raw_parts(p, n));
    0
}
#[no_mangle]
pub unsafe extern "C" fn buf_read(id: u64, out: *mut u8, cap: usize) -> isize {
    let Ok(all) = open().lock() else { return -1 };
    let Some(b) = all.get(&id) else { return -1 };
    let n = b.len().min(cap);
    ptr::copy_nonoverlapping(b.as_ptr(), out, n);
    n as isize
}
#[no_mangle]
pub extern "C" fn buf_close(id: u64) -> bool {
    open().lock().is_ok_and(|mut all| all.remove(&id).is_some())
}
// boxed slice
#[repr(C)]
pub struct Bytes {
    ptr: *mut u8,
    len: usize,
}
impl Bytes {
    const EMPTY: Bytes = Bytes { ptr: ptr::null_mut(), len: 0 };
    fn from_vec(v: Vec<u8>) -> Self {
        let b = v.into_boxed_slice();
        let len = b.len();
        Bytes { ptr: Box::into_raw(b).cast(), len }
    }
}
#[no_mangle]
pub unsafe extern "C" fn bytes_upper(p: *const u8, n: usize) -> Bytes {
    if p.is_null() {
        return Bytes::EMPTY;
    }
    Bytes::from_vec(std::slice::from_raw_parts(p, n).to_ascii_uppercase())
}
#[no_mangle]
pub unsafe extern "C" fn bytes_free(b: Bytes) {
    if !b.ptr.is_null() {
        drop(Box::from_raw(ptr::slice_from_raw_parts_mut(b.ptr, b.len)));
    }
}
// vec with capacity
#[repr(C)]
pub struct List {
    ptr: *mut u32,
    len: usize,
    cap: usize,
}
#[no_mangle]
pub extern "C" fn list_range(n: u32) -> List {
    let mut v = ManuallyDrop::new((0..n).collect::<Vec<u32>>());
    List { ptr: v.as_mut_ptr(), len: v.len(), cap: v.capacity() }
}
#[no_mangle]
pub unsafe extern "C" fn list_free(l: List) {
    drop(Vec::from_raw_parts(l.ptr, l.len, l.cap))
}
// arc
pub struct Conf {
    values: RwLock<HashMap<String, String>>,
    reads: AtomicU64,
}
#[no_mangle]
pub extern "C" fn conf_new() -> *const Conf {
    Arc::into_raw(Arc::new(Conf { values: RwLock::default(), reads: AtomicU64::new(0) }))
}
#[no_mangle]
pub unsafe extern "C" fn conf_ref(c: *const Conf) -> *const Conf {
    Arc::increment_strong_count(c);
    c
}
#[no_mangle]
pub unsafe extern "C" fn conf_unref(c: *const Conf) {
    if !c.is_null() {
        Arc::decrement_strong_count(c)
    }
}
#[no_mangle]
pub unsafe extern "C" fn conf_set(c: *const Conf, k: *const c_char, v: *const c_char) -> bool {
    let (Ok(k), Ok(v)) = (CStr::from_ptr(k).to_str(), CStr::from_ptr(v).to_str()) else { return false };
    (*c).values.write().map(|mut m| m.insert(k.into(), v.into())).is_ok()
}
#[no_mangle]
pub unsafe extern "C" fn conf_get(c: *const Conf, k: *const c_char) -> *mut c_char {
    let c = &*c;
    c.reads.fetch_add(1, Ordering::Relaxed);
    let Ok(k) = CStr::from_ptr(k).to_str() else { return ptr::null_mut() };
    let Ok(m) = c.values.read() else { return ptr::null_mut() };
    m.get(k).and_then(|v| CString::new(v.as_str()).ok()).map_or(ptr::null_mut(), CString::into_raw)
}
#[no_mangle]
pub unsafe extern "C" fn text_free(t: *mut c_char) {
    if t.is_null() {
        return;
    }
    drop(CString::from_raw(t));
}
// worker
type Tick = extern "C" fn(*mut c_void, u64);
struct Ctx(*mut c_void);
unsafe impl Send for Ctx {}
pub struct Worker {
    stop: Arc<AtomicBool>,
    handle: Option<JoinHandle<()>>,
}
#[no_mangle]
pub extern "C" fn worker_start(tick: Tick, ctx: *mut c_void) -> *mut Worker {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = stop.clone();
    let ctx = Ctx(ctx);
    let handle = std::thread::spawn(move || {
        let ctx = ctx;
        let mut n = 0;
        while !seen.load(Ordering::Acquire) {
            tick(ctx.0, n);
            n += 1;
        }
    });
    Box::into_raw(Box::new(Worker { stop, handle: Some(handle) }))
}
#[no_mangle]
pub unsafe extern "C" fn worker_stop(w: *mut Worker) {
    if w.is_null() {
        return;
    }
    let mut w = Box::from_raw(w);
    w.stop.store(true, Ordering::Release);
    if let Some(h) = w.handle.take() {
        let _ = h.join();
    }
}
// out params
#[no_mangle]
pub unsafe extern "C" fn stats(p: *const f64, n: usize, out: *mut MaybeUninit<Stat>) -> c_int {
    if p.is_null() || out.is_null() || n == 0 {
        return -1;
    }
    let v = std::slice::from_raw_parts(p, n);
    let sum: f64 = v.iter().sum();
    (*out).write(Stat { min: v.iter().copied().fold(f64::INFINITY, f64::min), mean: sum / n as f64 });
    0
}
#[repr(C)]
pub struct Stat {
    min: f64,
    mean: f64,
}
#[no_mangle]
pub unsafe extern "C" fn name_of(id: u32, out: *mut c_char, cap: usize) -> usize {
    let text = format!("id-{id}");
    if cap > 0 {
        let n = text.len().min(cap - 1);
        ptr::copy_nonoverlapping(text.as_ptr().cast(), out, n);
        *out.add(n) = 0;
    }
    text.len()
}
#[no_mangle]
pub extern "C" fn version() -> *const c_char {
    static V: &CStr = c"1.2";
    V.as_ptr()
}
#[no_mangle]
pub extern "C" fn kind_name(k: u32) -> *const c_char {
    match k {
        0 => c"none",
        1 => c"one",
        _ => c"many",
    }
    .as_ptr()
}
// iterator with borrowed parent
pub struct Doc {
    rows: Vec<Row>,
}
pub struct Row {
    name: CString,
    cells: Vec<u32>,
}
#[no_mangle]
pub extern "C" fn doc_new() -> *mut Doc {
    Box::into_raw(Box::new(Doc { rows: vec![Row { name: CString::default(), cells: vec![] }] }))
}
#[no_mangle]
pub unsafe extern "C" fn doc_free(d: *mut Doc) {
    drop(Box::from_raw(d))
}
#[no_mangle]
pub unsafe extern "C" fn doc_rows(d: *const Doc) -> usize {
    (&(*d).rows).len()
}
#[no_mangle]
pub unsafe extern "C" fn doc_row(d: *const Doc, i: usize) -> *const Row {
    (&(*d).rows).get(i).map_or(ptr::null(), |r| r as *const Row)
}
#[no_mangle]
pub unsafe extern "C" fn row_name(r: *const Row) -> *const c_char {
    (*r).name.as_ptr()
}
#[no_mangle]
pub unsafe extern "C" fn row_sum(r: *const Row) -> u64 {
    (&(*r).cells).iter().map(|c| u64::from(*c)).sum()
}
#[no_mangle]
pub unsafe extern "C" fn each_row(
    d: *const Doc,
    f: Option<unsafe extern "C" fn(*const Row, *mut c_void) -> bool>,
    u: *mut c_void,
) {
    let Some(f) = f else { return };
    for r in &(*d).rows {
        if !f(r, u) {
            break;
        }
    }
}
