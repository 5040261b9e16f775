use std::mem::ManuallyDrop;

#[repr(C)]
pub struct Plate {
    data: *mut u16,
    len: usize,
    cap: usize,
}

const STOP: [u16; 3] = [0xffff, 0, 0xffff];

impl From<Vec<u16>> for Plate {
    fn from(lines: Vec<u16>) -> Self {
        let mut lines = ManuallyDrop::new(lines);
        Plate { data: lines.as_mut_ptr(), len: lines.len(), cap: lines.capacity() }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn plate_etch(depth: u16, count: u16) -> Plate {
    let mut lines: Vec<u16> = (0..count).map(|i| depth.saturating_add(i % 3)).collect();
    lines.extend(STOP);
    Plate::from(lines)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn plate_release(plate: Plate) {
    if !plate.data.is_null() {
        drop(unsafe { Vec::from_raw_parts(plate.data, plate.len, plate.cap) });
    }
}
