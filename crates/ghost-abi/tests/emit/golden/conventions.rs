// Interface of `conventions`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C-unwind" {
    pub fn unwinding(value: i32) -> i32;
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "system" {
    pub fn system_like(value: i32) -> i32;
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "sysv64" {
    /// - `call`: may be null
    pub fn unix_like(call: Option<unsafe extern "win64" fn(value: i32) -> i32>) -> *const u8;
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "win64" {
    pub fn windows_like(value: i32) -> i32;
}
