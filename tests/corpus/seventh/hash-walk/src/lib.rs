use std::ffi::c_void;
use std::slice;
use std::thread;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Block {
    pub data: *const u8,
    pub len: usize,
}

/// Must be callable from several threads at once.
pub type HashedFn = unsafe extern "C" fn(user: *mut c_void, block: usize, hash: u64);

#[derive(Clone, Copy)]
struct Shared {
    user: *mut c_void,
    hashed: HashedFn,
}

// as HashedFn demands of the caller
unsafe impl Send for Shared {}
unsafe impl Sync for Shared {}

impl Shared {
    unsafe fn report(&self, block: usize, hash: u64) {
        (self.hashed)(self.user, block, hash)
    }
}

struct Bytes<'a>(usize, &'a [u8]);

fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Hashes all blocks, on up to four threads; returns when every block is reported.
#[no_mangle]
pub unsafe extern "C" fn walk_blocks(
    blocks: *const Block,
    count: usize,
    hashed: Option<HashedFn>,
    user: *mut c_void,
) -> bool {
    let Some(hashed) = hashed else { return false };
    if blocks.is_null() || count == 0 {
        return false;
    }
    let shared = Shared { user, hashed };
    let work: Vec<Bytes> = slice::from_raw_parts(blocks, count)
        .iter()
        .enumerate()
        .filter(|(_, b)| !b.data.is_null())
        .map(|(i, b)| Bytes(i, slice::from_raw_parts(b.data, b.len)))
        .collect();
    let per = work.len().div_ceil(4).max(1);
    thread::scope(|s| {
        for part in work.chunks(per) {
            let shared = &shared;
            let job = move || {
                for b in part {
                    shared.report(b.0, fnv(b.1));
                }
            };
            if thread::Builder::new().spawn_scoped(s, job).is_err() {
                for b in part {
                    shared.report(b.0, fnv(b.1));
                }
            }
        }
    });
    true
}
