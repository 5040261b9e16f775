//! Called from Zig.

/// Writes a greeting for `name` into `buffer` and returns its length, 0 if it does not fit.
///
/// # Safety
/// `name` points to `name_len` bytes, `buffer` to `buffer_len` that nobody else uses meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn greet(name: *const u8, name_len: usize, buffer: *mut u8, buffer_len: usize) -> usize {
    // SAFETY: the caller's promise.
    let (name, buffer) = unsafe {
        (std::slice::from_raw_parts(name, name_len), std::slice::from_raw_parts_mut(buffer, buffer_len))
    };
    let greeting = format!("Hello, {}, from Rust!", String::from_utf8_lossy(name));
    match buffer.get_mut(..greeting.len()) {
        Some(place) => {
            place.copy_from_slice(greeting.as_bytes());
            greeting.len()
        }
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn greets() {
        let mut buffer = [0; 32];
        // SAFETY: both are as long as said.
        let len = unsafe { super::greet(b"you".as_ptr(), 3, buffer.as_mut_ptr(), buffer.len()) };
        assert_eq!(&buffer[..len], b"Hello, you, from Rust!");
    }
}
