//! A tape image: records of variable length with a seekable byte view.

mod image;

use image::{Image, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

pub struct Tape {
    image: Image,
    pos: u64,
}

const WHENCE_SET: u32 = 0;
const WHENCE_CUR: u32 = 1;
const WHENCE_END: u32 = 2;

fn guard<T>(bad: T, f: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(f)).unwrap_or(bad)
}

#[unsafe(no_mangle)]
pub extern "C" fn tape_create(block_size: u32) -> Option<Box<Tape>> {
    if block_size == 0 || !block_size.is_power_of_two() {
        return None;
    }
    Some(Box::new(Tape { image: Image::new(block_size), pos: 0 }))
}

#[unsafe(no_mangle)]
pub extern "C" fn tape_destroy(tape: Option<Box<Tape>>) {
    drop(tape);
}

/// Appends `count` zero blocks; blocks that hold nothing take no memory.
#[unsafe(no_mangle)]
pub extern "C" fn tape_extend(tape: Option<&mut Tape>, count: u64) -> bool {
    match tape {
        Some(t) => t.image.extend(count),
        None => false,
    }
}

/// The new position, or -1.
#[unsafe(no_mangle)]
pub extern "C" fn tape_seek(tape: Option<&mut Tape>, offset: i64, whence: u32) -> i64 {
    let Some(t) = tape else { return -1 };
    let from = match whence {
        WHENCE_SET => SeekFrom::Start,
        WHENCE_CUR => SeekFrom::Here(t.pos),
        WHENCE_END => SeekFrom::End,
        _ => return -1,
    };
    match t.image.resolve(from, offset) {
        Some(pos) => {
            t.pos = pos;
            i64::try_from(pos).unwrap_or(-1)
        }
        None => -1,
    }
}

/// # Safety
/// `data` points to `len` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tape_write(tape: Option<&mut Tape>, data: *const u8, len: usize) -> isize {
    let Some(t) = tape else { return -1 };
    if data.is_null() {
        return -1;
    }
    let bytes = unsafe { std::slice::from_raw_parts(data, len) };
    guard(-1, || {
        let n = t.image.write_at(t.pos, bytes);
        t.pos += n as u64;
        n as isize
    })
}
