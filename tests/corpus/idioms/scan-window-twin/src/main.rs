#[repr(C)]
#[derive(Clone, Copy)]
struct Hit { at: usize, text: *const u8, len: usize }
unsafe extern "C" { fn scan_find(text: *const u8, len: usize, byte: u8, hit: *mut Hit) -> bool; }
fn main() {
    let t = "hello";
    let mut hit = Hit { at: 0, text: std::ptr::null(), len: 0 };
    if unsafe { scan_find(t.as_ptr(), t.len(), b'l', &mut hit) } {
        println!("{} {:?}", hit.at, unsafe { std::slice::from_raw_parts(hit.text, hit.len) });
    }
}
