use std::panic::{AssertUnwindSafe, catch_unwind};
pub struct Poller { queue: Vec<u32>, table: [u32; 16], out: Vec<u32> }
#[unsafe(no_mangle)]
pub extern "C" fn poller_new() -> *mut Poller { Box::into_raw(Box::new(Poller { queue: Vec::new(), table: [1; 16], out: Vec::new() })) }
/// # Safety
/// From `poller_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn poller_free(p: *mut Poller) { if !p.is_null() { drop(unsafe { Box::from_raw(p) }) } }
/// # Safety
/// From `poller_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn poller_push(p: *mut Poller, v: u32) -> i32 {
    let Some(p) = (unsafe { p.as_mut() }) else { return -1 };
    let done = catch_unwind(AssertUnwindSafe(|| {
        let mut queue = std::mem::take(&mut p.queue);
        queue.push(p.table[v as usize]);
        p.queue = queue;
        p.out.len() as i32
    }));
    done.unwrap_or(-1)
}
