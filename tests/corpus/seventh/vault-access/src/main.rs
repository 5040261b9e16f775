use std::ptr::NonNull;

#[repr(u8)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Read = 1,
    Write = 2,
    Append = 4,
}

#[repr(C)]
pub struct RawVault {
    _p: [u8; 0],
}

unsafe extern "C" {
    fn vault_open(access: Access, capacity: u32) -> *mut RawVault;
    fn vault_put(v: *mut RawVault, data: *const u8, len: usize) -> bool;
    fn vault_size(v: *const RawVault) -> usize;
    fn vault_close(v: *mut RawVault);
}

struct Vault(NonNull<RawVault>);

impl Vault {
    fn open(access: Access, capacity: u32) -> Option<Self> {
        NonNull::new(unsafe { vault_open(access, capacity) }).map(Vault)
    }

    fn put(&mut self, data: &[u8]) -> bool {
        unsafe { vault_put(self.0.as_ptr(), data.as_ptr(), data.len()) }
    }

    fn size(&self) -> usize {
        unsafe { vault_size(self.0.as_ptr()) }
    }
}

impl Drop for Vault {
    fn drop(&mut self) {
        unsafe { vault_close(self.0.as_ptr()) }
    }
}

fn main() {
    for mode in [Access::Read, Access::Write, Access::Append] {
        if let Some(mut v) = Vault::open(mode, 64) {
            let ok = v.put(b"entry");
            println!("{mode:?}: put {ok}, size {}", v.size());
        }
    }
}
