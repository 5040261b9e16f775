extern "C" { fn hist_bucket(data: *const u32, len: usize, index: usize) -> u32; }
pub fn bucket(data: &[u32], index: usize) -> u32 { unsafe { hist_bucket(data.as_ptr(), data.len(), index) } }
