mod raw {
    unsafe extern "C" {
        #[link_name = "lzx_blockbound"]
        pub fn bound(len: usize) -> usize;
        #[link_name = "lzx_block_pack"]
        pub fn pack(src: *const u8, len: usize, dst: *mut u8, cap: usize) -> usize;
        #[link_name = "lzx_version"]
        pub fn version() -> u32;
    }
}

const VERSION: u32 = 3;

pub fn compress(data: &[u8]) -> Option<Vec<u8>> {
    unsafe {
        if raw::version() != VERSION {
            return None;
        }
        let mut out = vec![0; raw::bound(data.len())];
        let n = raw::pack(data.as_ptr(), data.len(), out.as_mut_ptr(), out.len());
        if n == 0 && !data.is_empty() {
            return None;
        }
        out.truncate(n);
        Some(out)
    }
}
