use std::mem;
#[repr(C)]
pub struct Words { ptr: *mut u32, len: usize }
impl From<Vec<u32>> for Words {
    fn from(all: Vec<u32>) -> Words {
        let mut all = mem::ManuallyDrop::new(all.into_boxed_slice());
        Words { ptr: all.as_mut_ptr(), len: all.len() }
    }
}
impl Words {
    pub unsafe fn into_vec(self) -> Vec<u32> { unsafe { Vec::from_raw_parts(self.ptr, self.len, self.len) } }
}
