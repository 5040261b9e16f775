use std::ffi::c_void;

/// The caller's allocator.
#[repr(C)]
pub struct Memory {
    user: *mut c_void,
    alloc: unsafe extern "C" fn(*mut c_void, usize) -> *mut u8,
    free: unsafe extern "C" fn(*mut c_void, *mut u8, usize),
}

#[repr(C)]
pub struct Block {
    at: *mut u8,
    used: usize,
    room: usize,
}

impl Memory {
    pub fn take(&self, room: usize) -> Option<Block> {
        let at = unsafe { (self.alloc)(self.user, room) };
        (!at.is_null()).then_some(Block { at, used: 0, room })
    }

    pub fn give(&self, block: Block) {
        unsafe { (self.free)(self.user, block.at, block.room) }
    }
}

impl Block {
    pub fn push(&mut self, byte: u8) {
        if self.used < self.room {
            // SAFETY: inside the block.
            unsafe { self.at.add(self.used).write(byte) };
            self.used = self.used.saturating_add(1);
        }
    }
}
