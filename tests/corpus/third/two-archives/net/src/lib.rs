//! Station list of the radio.
const STATIONS: &[(u32, u16)] = &[(0x5f01_0203, 8000), (0x5f01_0204, 8010), (0x5f01_0205, 80)];

#[repr(C)]
pub struct Station {
    pub address: u32,
    pub port: u16,
}

/// Station number `n`; port 0 behind the last.
#[no_mangle]
pub extern "C" fn net_station(n: u32) -> Station {
    let (address, port) = STATIONS.get(n as usize).copied().unwrap_or((0, 0));
    Station { address, port }
}
