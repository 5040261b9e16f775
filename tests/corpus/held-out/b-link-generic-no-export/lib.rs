mod imp {
    #[allow(dead_code)]
    pub(crate) extern "C" fn mean_i32(a: i32, b: i32) -> i32 {
        a / 2 + b / 2
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn max_i32(a: i32, b: i32) -> i32 {
    a.max(b)
}
