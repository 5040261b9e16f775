//! Writes test captures for the firewall.
mod pcap;

use pcap::Capture;

const ETHERNET: u32 = 1;

/// Size of a capture of `count` small packets, 0 when it fails.
#[unsafe(no_mangle)]
pub extern "C" fn capture_demo(count: u16) -> u64 {
    let Some(mut capture) = Capture::open(ETHERNET) else { return 0 };
    for n in 0..count {
        let mut packet = [0u8; 60];
        let [hi, lo] = n.to_be_bytes();
        packet[12] = hi;
        packet[13] = lo;
        if !capture.packet(&packet) {
            return 0;
        }
    }
    capture.close()
}
