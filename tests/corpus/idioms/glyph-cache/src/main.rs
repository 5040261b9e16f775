#[repr(C)]
struct Glyph { code: u32, width: u16, height: u16 }
#[repr(C)]
struct Cache { _p: [u8; 0] }
unsafe extern "C" {
    fn cache_new() -> *mut Cache;
    fn cache_glyph(c: *mut Cache, code: u32) -> *mut Glyph;
    fn cache_free(c: *mut Cache);
}
fn main() {
    let c = unsafe { cache_new() };
    if c.is_null() { return }
    let a = unsafe { cache_glyph(c, 65) };
    let b = unsafe { cache_glyph(c, 66) };
    if !a.is_null() && !b.is_null() {
        println!("{} {}", unsafe { (*a).width }, unsafe { (*b).height } + unsafe { (*a).code } as u16);
    }
    unsafe { cache_free(c) };
}
