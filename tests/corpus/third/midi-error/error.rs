static mut LAST: i32 = 0;

pub fn set(code: i32) {
    unsafe { LAST = code }
}

pub fn take() -> i32 {
    unsafe { std::mem::take(&mut *std::ptr::addr_of_mut!(LAST)) }
}
