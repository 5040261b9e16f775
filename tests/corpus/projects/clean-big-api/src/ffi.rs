use crate::{Error, Queue};
use std::panic::{catch_unwind, AssertUnwindSafe};
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueStatus { Ok = 0, Full = 1, Closed = 2, Panicked = 3, Null = 4 }
impl From<Error> for QueueStatus { fn from(e: Error) -> Self { match e { Error::Full => Self::Full, Error::Closed => Self::Closed } } }
#[repr(C)]
pub struct QueueBytes { pub data: *mut u8, pub len: usize }
fn guard(f: impl FnOnce() -> QueueStatus) -> QueueStatus { catch_unwind(AssertUnwindSafe(f)).unwrap_or(QueueStatus::Panicked) }
#[no_mangle] pub extern "C" fn queue_new(limit: usize) -> *mut Queue { Box::into_raw(Box::new(Queue::new(limit))) }
/// # Safety
/// `queue` is null or of `queue_new`, and not used again.
#[no_mangle] pub unsafe extern "C" fn queue_free(queue: *mut Queue) { if !queue.is_null() { drop(unsafe { Box::from_raw(queue) }); } }
#[no_mangle] pub unsafe extern "C" fn queue_push(queue: *const Queue, data: *const u8, len: usize) -> QueueStatus {
    guard(|| {
        let Some(queue) = (unsafe { queue.as_ref() }) else { return QueueStatus::Null };
        if data.is_null() { return QueueStatus::Null; }
        let bytes = unsafe { std::slice::from_raw_parts(data, len) };
        queue.push(bytes).map_or_else(QueueStatus::from, |()| QueueStatus::Ok)
    })
}
#[no_mangle] pub unsafe extern "C" fn queue_pop(queue: *const Queue) -> QueueBytes {
    let none = QueueBytes { data: std::ptr::null_mut(), len: 0 };
    let Some(queue) = (unsafe { queue.as_ref() }) else { return none };
    match queue.pop() {
        Some(bytes) => { let bytes = bytes.into_boxed_slice(); let len = bytes.len(); QueueBytes { data: Box::into_raw(bytes).cast(), len } }
        None => none,
    }
}
#[no_mangle] pub unsafe extern "C" fn queue_bytes_free(bytes: QueueBytes) {
    if !bytes.data.is_null() { drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(bytes.data, bytes.len)) }); }
}
