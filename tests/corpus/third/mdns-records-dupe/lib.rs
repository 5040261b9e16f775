//! Answers of an mDNS query, handed to the Zig side one by one.
mod packet;

use std::ffi::c_void;

unsafe extern "C" {
    /// The name is only valid during the call.
    fn discovery_found(list: *mut c_void, name: *const u8, len: usize, ttl: u32);
}

/// Decodes one packet; returns how many records were reported.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mdns_decode(packet: *const u8, len: usize, list: *mut c_void) -> u32 {
    if packet.is_null() || list.is_null() {
        return 0;
    }
    let mut rest = unsafe { std::slice::from_raw_parts(packet, len) };
    let mut found = 0;
    while let Some((record, tail)) = packet::record(rest) {
        let name = record.labels.join(&b'.');
        unsafe { discovery_found(list, name.as_ptr(), name.len(), record.ttl) };
        rest = tail;
        found += 1;
    }
    found
}
