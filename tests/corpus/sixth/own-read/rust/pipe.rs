//! In-memory pipe with the interface of a device, handed out as a table.

use std::collections::VecDeque;
use std::os::raw::{c_int, c_void};
use std::slice;

#[repr(C)]
pub struct DeviceOps {
    pub read: unsafe extern "C" fn(*mut c_void, *mut u8, usize) -> isize,
    pub write: unsafe extern "C" fn(*mut c_void, *const u8, usize) -> isize,
    pub poll: unsafe extern "C" fn(*mut c_void) -> c_int,
    pub close: unsafe extern "C" fn(*mut c_void),
}

#[repr(C)]
pub struct Device {
    pub ctx: *mut c_void,
    pub ops: *const DeviceOps,
}

struct Pipe {
    bytes: VecDeque<u8>,
    limit: usize,
}

const READABLE: c_int = 1;
const WRITABLE: c_int = 2;

unsafe fn pipe<'a>(ctx: *mut c_void) -> Option<&'a mut Pipe> {
    ctx.cast::<Pipe>().as_mut()
}

unsafe extern "C" fn read(ctx: *mut c_void, out: *mut u8, len: usize) -> isize {
    let (Some(p), false) = (pipe(ctx), out.is_null()) else { return -1 };
    let n = len.min(p.bytes.len());
    let out = slice::from_raw_parts_mut(out, n);
    for (o, b) in out.iter_mut().zip(p.bytes.drain(..n)) {
        *o = b;
    }
    n as isize
}

unsafe extern "C" fn write(ctx: *mut c_void, data: *const u8, len: usize) -> isize {
    let (Some(p), false) = (pipe(ctx), data.is_null()) else { return -1 };
    let n = len.min(p.limit - p.bytes.len());
    p.bytes.extend(slice::from_raw_parts(data, n));
    n as isize
}

unsafe extern "C" fn poll(ctx: *mut c_void) -> c_int {
    pipe(ctx).map_or(0, |p| {
        let r = if p.bytes.is_empty() { 0 } else { READABLE };
        let w = if p.bytes.len() < p.limit { WRITABLE } else { 0 };
        r | w
    })
}

unsafe extern "C" fn close(ctx: *mut c_void) {
    if !ctx.is_null() {
        drop(Box::from_raw(ctx.cast::<Pipe>()));
    }
}

static OPS: DeviceOps = DeviceOps { read, write, poll, close };

/// Opens a pipe; close it through its table.
#[no_mangle]
pub extern "C" fn pipe_device(limit: usize) -> Device {
    let pipe = Box::new(Pipe { bytes: VecDeque::new(), limit });
    Device { ctx: Box::into_raw(pipe).cast(), ops: &OPS }
}
