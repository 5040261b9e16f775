//! Statistics of a CAN bus log.
mod log;

use log::Entry;

#[repr(C)]
pub struct Usage {
    pub frames: u32,
    pub bits: u32,
}

/// Sums the frames of one id.
#[no_mangle]
pub unsafe extern "C" fn can_usage(entries: *const Entry, count: usize, id: u32) -> Usage {
    let mut usage = Usage { frames: 0, bits: 0 };
    if entries.is_null() {
        return usage;
    }
    for entry in std::slice::from_raw_parts(entries, count) {
        if entry.identifier() == id {
            usage.frames = usage.frames.saturating_add(1);
            usage.bits = usage.bits.saturating_add(entry.size_on_wire());
        }
    }
    usage
}
