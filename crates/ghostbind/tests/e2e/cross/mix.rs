use std::ffi::{CStr, c_char, c_ulong};

unsafe extern "C" {
    fn part_length(text: *const c_char) -> c_ulong;
}

#[repr(C)]
pub struct Pair {
    pub left: u8,
    pub right: u64,
}

/// Adds both halves.
#[unsafe(no_mangle)]
pub extern "C" fn mix_sum(pair: Pair) -> u64 {
    pair.right + u64::from(pair.left)
}

/// Length of a text, by way of C.
///
/// # Safety
/// `text` ends with a zero.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mix_length(text: *const c_char) -> u32 {
    unsafe { part_length(text) as u32 }
}

/// Whether a text is in capital letters.
///
/// # Safety
/// `text` ends with a zero.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mix_upper(text: *const c_char) -> bool {
    unsafe { CStr::from_ptr(text) }.to_string_lossy().chars().all(char::is_uppercase)
}

/// Whether a panic inside is caught inside: the unwinder works.
#[unsafe(no_mangle)]
pub extern "C" fn mix_caught() -> bool {
    std::panic::set_hook(Box::new(|_| {}));
    std::panic::catch_unwind(|| Vec::<u32>::new()[std::hint::black_box(3)]).is_err()
}

/// What threads answered.
#[unsafe(no_mangle)]
pub extern "C" fn mix_threads() -> u32 {
    (0..3).map(|n| std::thread::spawn(move || n).join().unwrap()).sum()
}

/// Bytes of a pointer.
#[unsafe(no_mangle)]
pub extern "C" fn mix_pointer() -> u32 {
    size_of::<usize>() as u32
}
