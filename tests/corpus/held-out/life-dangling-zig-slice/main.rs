extern "C" {
    fn host_name(len: *mut usize) -> *const u8;
}

fn main() {
    let mut len = 0usize;
    let p = unsafe { host_name(&mut len) };
    if !p.is_null() {
        println!("{:?}", unsafe { std::slice::from_raw_parts(p, len) });
    }
}
