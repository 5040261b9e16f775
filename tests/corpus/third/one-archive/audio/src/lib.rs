//! Volume curve of the radio.
//! The exports of `net` are in this archive as well.
mod decibel;

pub use net::net_station;

/// Factor for a slider position of 0 to 100.
#[no_mangle]
pub extern "C" fn audio_volume(slider: u8) -> f32 {
    if slider == 0 { 0.0 } else { decibel::factor(f32::from(slider.min(100)) * 0.6 - 60.0) }
}
