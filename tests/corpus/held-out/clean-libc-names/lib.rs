#[no_mangle]
pub extern "C" fn app_open(flags: u32) -> i32 {
    read(flags)
}

fn read(flags: u32) -> i32 {
    (flags & 1) as i32
}

pub fn write(v: i32) -> i32 {
    v
}
