use std::slice;

#[repr(C)]
struct Label {
    ptr: *const u8,
    len: usize,
}

extern "C" {
    fn unit_label(bytes: u64) -> Label;
}

fn human(bytes: u64) -> String {
    let label = unsafe { unit_label(bytes) };
    if label.ptr.is_null() {
        return String::new();
    }
    let text = unsafe { slice::from_raw_parts(label.ptr, label.len) };
    String::from_utf8_lossy(text).into_owned()
}

fn main() {
    for n in [17, 4096, 3 << 20, 9 << 40] {
        println!("{n:>16} {}", human(n));
    }
}
