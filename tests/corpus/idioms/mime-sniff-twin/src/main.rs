#[repr(C)]
#[derive(Debug, Clone, Copy)]
struct Guess { score: u32, kind: u32 }
mod sys {
    use super::Guess;
    unsafe extern "C" {
        pub fn mime_guess(bytes: *const u8, len: usize) -> *mut Guess;
        pub fn mime_guess_done(g: *mut Guess);
    }
}
fn guess(bytes: &[u8]) -> Option<Guess> {
    let p = unsafe { sys::mime_guess(bytes.as_ptr(), bytes.len()) };
    let g = unsafe { p.as_ref() }.copied();
    unsafe { sys::mime_guess_done(p) };
    g
}
fn main() { println!("{:?}", guess(b"\x89PNG")); }
