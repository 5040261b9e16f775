use std::mem::ManuallyDrop;

#[repr(C)]
pub struct Sheet {
    data: *mut u8,
    len: usize,
    cap: usize,
}

const TRAILER: &[u8] = b"\n-- end of proof --\n";

fn into_sheet(mut text: Vec<u8>) -> Sheet {
    let cap = text.capacity();
    text.extend_from_slice(TRAILER);
    let mut text = ManuallyDrop::new(text);
    Sheet { data: text.as_mut_ptr(), len: text.len(), cap }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn proof_render(src: *const u8, len: usize, out: *mut Sheet) -> bool {
    if src.is_null() || out.is_null() {
        return false;
    }
    let src = unsafe { std::slice::from_raw_parts(src, len) };
    let mut text = Vec::with_capacity(len.saturating_add(8));
    text.extend(src.iter().map(|b| if b.is_ascii_control() { b' ' } else { *b }));
    unsafe { out.write(into_sheet(text)) };
    true
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn proof_release(sheet: Sheet) {
    if !sheet.data.is_null() {
        drop(unsafe { Vec::from_raw_parts(sheet.data, sheet.len, sheet.cap) });
    }
}
