#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ParcelState {
    Announced,
    InDepot,
    OutForDelivery,
    Delivered,
    Returned,
}

/// State after the last of the scan codes.
#[no_mangle]
pub unsafe extern "C" fn parcel_state(scans: *const u8, len: usize) -> ParcelState {
    let mut state = ParcelState::Announced;
    if scans.is_null() {
        return state;
    }
    for scan in std::slice::from_raw_parts(scans, len) {
        state = match scan {
            b'D' => ParcelState::InDepot,
            b'V' => ParcelState::OutForDelivery,
            b'X' => ParcelState::Delivered,
            b'R' => ParcelState::Returned,
            _ => state,
        };
    }
    state
}
