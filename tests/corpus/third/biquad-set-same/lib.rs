//! Equaliser bands.
use std::sync::atomic::{AtomicU64, Ordering};

struct Band {
    gain: AtomicU64,
    width: AtomicU64,
}

static BANDS: [Band; 4] = [const { Band { gain: AtomicU64::new(0), width: AtomicU64::new(0) } }; 4];

fn store(cell: &AtomicU64, value: f64) {
    cell.store(value.to_bits(), Ordering::Relaxed);
}

fn load(cell: &AtomicU64) -> f64 {
    f64::from_bits(cell.load(Ordering::Relaxed))
}

macro_rules! setter {
    ($name:ident, $field:ident, $type:ty) => {
        #[unsafe(no_mangle)]
        pub extern "C" fn $name(band: u32, value: $type) -> bool {
            match BANDS.get(band as usize) {
                Some(band) => {
                    store(&band.$field, value.into());
                    true
                }
                None => false,
            }
        }
    };
}

setter!(eq_set_gain, gain, f32);
setter!(eq_set_width, width, f32);

/// Response of all bands at a frequency.
#[unsafe(no_mangle)]
pub extern "C" fn eq_response(octave: f32) -> f32 {
    let mut sum = 0.0;
    for (n, band) in BANDS.iter().enumerate() {
        let distance = f64::from(octave) - n as f64 * 2.5;
        let width = load(&band.width).max(0.1);
        sum += load(&band.gain) * (-(distance * distance) / width).exp();
    }
    sum as f32
}
