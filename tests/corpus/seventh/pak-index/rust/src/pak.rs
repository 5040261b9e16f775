use std::mem::MaybeUninit;

#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct PakEntry {
    pub hash: u64,
    pub length: u32,
    pub offset: u32,
    pub flags: u16,
    pub codec: u16,
}

extern "C" {
    fn pak_count(data: *const u8, len: usize) -> usize;
    fn pak_entry(data: *const u8, len: usize, index: usize, out: *mut PakEntry) -> bool;
}

pub fn list(bytes: &[u8]) -> Vec<PakEntry> {
    let n = unsafe { pak_count(bytes.as_ptr(), bytes.len()) };
    (0..n).filter_map(|i| entry(bytes, i)).collect()
}

fn entry(bytes: &[u8], index: usize) -> Option<PakEntry> {
    let mut out = MaybeUninit::<PakEntry>::uninit();
    let ok = unsafe { pak_entry(bytes.as_ptr(), bytes.len(), index, out.as_mut_ptr()) };
    if ok {
        Some(unsafe { out.assume_init() })
    } else {
        None
    }
}
