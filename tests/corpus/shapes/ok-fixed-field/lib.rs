#[repr(C)]
pub struct Entry { pub name: [u8; 16], pub size: u64 }
#[no_mangle]
pub unsafe extern "C" fn entry_fill(out: *mut Entry, index: u32) -> bool {
    let Some(out) = out.as_mut() else { return false };
    let name = format!("segment-number-{index}");
    let bytes = name.as_bytes();
    let n = bytes.len().min(16);
    out.name = [0; 16];
    out.name[..n].copy_from_slice(&bytes[..n]);
    out.size = u64::from(index);
    true
}
