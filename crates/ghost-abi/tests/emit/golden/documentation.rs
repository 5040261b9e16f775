// Interface of `documentation`, written by Ghost. Edits are lost.

/// Ends the comment: */ int hidden; /* and begins another.
///
/// # Example
///
/// ```text
/// let x = 1;
/// ```
#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Config {
    /// Trigraph ??/ and backslash \
    pub path: *const ::core::ffi::c_char,
    /// no space in front
    pub depth: u32,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    /// Runs it.
    ///    Tab, bell \u{7}, right-to-left \u{202e}, line separator
    /// behind it.
    ///
    ///    indented code
    ///
    /// - `config`: not null
    /// - `name`: ended by 0, not null
    /// - result: may be null
    pub fn run(config: *const Config, name: *const ::core::ffi::c_char) -> *const Config;
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<Config>() == 16);
        assert!(::core::mem::align_of::<Config>() == 8);
        assert!(::core::mem::offset_of!(Config, path) == 0);
        assert!(::core::mem::offset_of!(Config, depth) == 8);
    }
};
