#[repr(C)]
pub struct Blob {
    _private: [u8; 0],
}

extern "C" {
    fn blob_new(n: usize) -> *mut Blob;
    fn blob_free(b: *mut Blob);
}

struct Owned(*mut Blob);

impl Drop for Owned {
    fn drop(&mut self) {
        unsafe { blob_free(self.0) }
    }
}

fn main() {
    let raw = unsafe { blob_new(16) };
    let owned = Owned(raw);
    println!("{:p}", owned.0);
    unsafe { blob_free(raw) };
}
