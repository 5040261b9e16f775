#[repr(C)]
struct Span {
    ptr: *const u8,
    len: usize,
}

extern "C" {
    fn describe_zone(id: u32, out: *mut Span);
}

fn main() {
    let mut s = Span { ptr: std::ptr::null(), len: 0 };
    unsafe { describe_zone(3, &mut s) };
    println!("{:?} {}", s.ptr, s.len);
}
