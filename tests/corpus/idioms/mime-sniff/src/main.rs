#[repr(C)]
#[derive(Debug, Clone, Copy)]
struct Guess { score: u32, kind: u32 }
mod sys {
    use super::Guess;
    unsafe extern "C" {
        pub fn mime_guess(bytes: *const u8, len: usize) -> Option<Box<Guess>>;
    }
}
fn guess(bytes: &[u8]) -> Option<Guess> {
    unsafe { sys::mime_guess(bytes.as_ptr(), bytes.len()) }.map(|g| *g)
}
fn main() { println!("{:?}", guess(b"\x89PNG")); }
