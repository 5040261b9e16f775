pub mod frame;
pub use frame::Frame;
extern "C" { fn frame_size(f: *const Frame) -> usize; }
pub fn size(f: &Frame) -> usize { unsafe { frame_size(f) } }
