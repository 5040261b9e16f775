#[repr(C)]
pub struct Packed { ptr: *mut u8, len: usize, cap: usize }
/// # Safety
/// `src` holds `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pack(src: *const u8, len: usize) -> Packed {
    let src: &[u8] = if src.is_null() { &[] } else { unsafe { std::slice::from_raw_parts(src, len) } };
    let mut out = Vec::with_capacity(src.len());
    for run in src.chunk_by(|a, b| a == b) {
        for part in run.chunks(255) { out.push(part.len() as u8); out.extend(part.first()); }
    }
    let mut out = std::mem::ManuallyDrop::new(out);
    Packed { ptr: out.as_mut_ptr(), len: out.len(), cap: out.capacity() }
}
/// # Safety
/// From `pack`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pack_free(p: Packed) { drop(unsafe { Vec::from_raw_parts(p.ptr, p.len, p.cap) }) }
